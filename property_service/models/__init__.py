from . import base
from . import estate
from . import fee
from . import imports
from . import renovation
from . import community
from . import handover
from . import key
