from . import test_fee_setup
from . import test_base_approval
from . import test_estate_person
from . import test_estate_rights
from . import test_fee_proration
from . import test_fee_run
from . import test_fee_reversal
from . import test_fee_receipt
