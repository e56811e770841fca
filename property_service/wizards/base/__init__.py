from . import property_approval_verdict_wizard
