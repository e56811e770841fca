from . import deposit
