from . import property_access_pass_wizard
