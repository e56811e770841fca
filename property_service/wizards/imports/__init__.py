from . import property_import_reversal_wizard
