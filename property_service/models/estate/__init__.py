from . import property_building
from . import property_floor
from . import property_zone
from . import property_unit
from . import property_occupancy
from . import res_partner
