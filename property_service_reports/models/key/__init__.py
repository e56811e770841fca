from . import property_key_report
from . import property_key_loan_report
