from . import property_person_reason_wizard
from . import property_unit_state_wizard
