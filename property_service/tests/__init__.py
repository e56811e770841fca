from . import test_base_approval
