from . import test_fee_setup
