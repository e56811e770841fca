from . import property_key_return_wizard
from . import property_key_adjust_wizard
