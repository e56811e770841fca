from . import helpdesk_ticket
from . import property_wall_board
from . import property_wall_board_counts
from . import res_users
