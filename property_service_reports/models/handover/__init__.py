from . import property_defect_report
from . import property_handover_report
