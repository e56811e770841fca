from . import property_deposit_reversal_wizard
