from . import property_deposit_register_wizard
