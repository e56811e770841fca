from . import property_staff_notice
from . import property_staff_notice_readers
from . import property_staff_notice_due
from . import property_staff_notice_read
from . import helpdesk_ticket
