from . import property_patrol_report
from . import property_finding_report
