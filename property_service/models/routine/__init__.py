from . import helpdesk_ticket
from . import property_management_kind
from . import property_management_task
from . import property_management_task_steps
from . import property_management_month
from . import property_department_plan
from . import property_department_plan_line
