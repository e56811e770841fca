from . import property_setup_wizard
from . import property_receipt_reversal_wizard
from . import account_statement_import
from . import property_fee_assign_wizard
from . import property_statement_wizard
