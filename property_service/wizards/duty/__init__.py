from . import property_duty_refusal_wizard
