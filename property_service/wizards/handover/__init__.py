from . import property_defect_check_wizard
from . import property_defect_decision_wizard
from . import property_defect_sign_wizard
from . import property_handover_slot_wizard
