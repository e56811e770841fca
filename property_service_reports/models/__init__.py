from . import base
from . import fee
from . import deposit
from . import service
