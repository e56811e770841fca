from . import property_deposit_report
from . import property_deposit_check
