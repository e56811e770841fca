from . import test_fee_reports
from . import test_deposit_reports
