from . import test_fee_reports
