from . import property_patrol_reason_wizard
