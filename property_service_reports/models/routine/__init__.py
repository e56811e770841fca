from . import property_routine_report
