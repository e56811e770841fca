from . import property_estate_mixin
from . import property_estate
from . import property_parameter
from . import property_staff
from . import ir_rule
from . import res_users
