from . import property_appraisal_word_wizard
from . import property_appraisal_make_wizard
from . import property_appraisal_swap_wizard
