from . import estate
from . import fee
from . import base
from . import imports
from . import community
from . import key
from . import renovation
from . import deposit
