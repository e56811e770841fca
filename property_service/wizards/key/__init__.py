from . import property_key_return_wizard
