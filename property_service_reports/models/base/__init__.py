from . import property_report_mixin
