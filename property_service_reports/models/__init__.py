from . import fee
from . import deposit
