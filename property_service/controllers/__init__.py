from . import imports
from . import key_label
from . import portal_handover
from . import portal_unit
from . import portal_deposit
from . import portal_renovation
from . import helpdesk_ticket
