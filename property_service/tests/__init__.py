from . import test_fee_setup
from . import test_base_approval
