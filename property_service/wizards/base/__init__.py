from . import property_approval_verdict_wizard
from . import property_checklist_reopen_wizard
from . import property_gate_wizard
