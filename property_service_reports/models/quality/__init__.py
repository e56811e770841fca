from . import property_quality_report
from . import property_nonconformity_report
