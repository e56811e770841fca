from . import property_request_report_mixin
from . import property_request_report
from . import property_target_report
from . import property_callback_report
from . import property_complaint_report
