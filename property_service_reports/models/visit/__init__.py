from . import property_visit_report
from . import property_opinion_report
