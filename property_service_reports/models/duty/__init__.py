from . import property_duty_shift_report
from . import property_duty_log_report
