from . import property_appraisal_criterion
from . import property_appraisal_rule
from . import property_appraisal_entry
