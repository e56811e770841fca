from . import property_unit_report
from . import property_arrears_report
from . import property_collection_report
from . import property_billing_report
from . import property_prepayment_report
