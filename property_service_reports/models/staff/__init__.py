from . import property_staff_report
from . import property_attendance_report
