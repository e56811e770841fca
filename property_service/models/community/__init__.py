from . import property_access_pass_kind
from . import property_access_pass
from . import property_access_pass_steps
from . import property_access_pass_data
from . import property_access_pass_deposit
from . import property_renovation
from . import property_unit
