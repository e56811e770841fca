from . import property_money_report_mixin
from . import property_report_mixin
from . import property_place_report_mixin
from . import res_users
