from . import property_setup_wizard
