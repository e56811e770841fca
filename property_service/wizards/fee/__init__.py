from . import property_setup_wizard
from . import property_receipt_reversal_wizard
