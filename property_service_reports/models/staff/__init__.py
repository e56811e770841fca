from . import property_staff_report
