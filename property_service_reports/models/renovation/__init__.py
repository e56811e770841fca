from . import property_renovation_report
from . import property_violation_report
