from . import fee
from . import base
