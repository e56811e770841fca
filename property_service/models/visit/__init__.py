from . import res_partner
from . import property_unit
from . import property_visit_topic
from . import property_visit_plan
from . import property_visit_plan_draw
from . import property_visit_plan_report
from . import property_visit
from . import property_visit_opinion
