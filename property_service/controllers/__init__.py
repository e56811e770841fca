from . import imports
from . import portal_unit
