from . import property_meeting
from . import property_meeting_item
from . import property_meeting_report
