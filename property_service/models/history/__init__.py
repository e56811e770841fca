from . import (
    helpdesk_ticket,
    maintenance_equipment,
    property_history_mixin,
    property_history_profile,
    property_repeat_problem,
    property_repeat_problem_find,
    property_service_suggestion,
    property_unit,
    res_partner,
)
