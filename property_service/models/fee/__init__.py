from . import account_move
from . import account_move_line
from . import account_journal
from . import property_estate_journals
from . import property_setup
from . import property_setup_check
from . import property_setup_journals
from . import res_company
