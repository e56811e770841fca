from . import property_written_report
from . import property_written_section
from . import property_written_measure
from . import property_written_issue
from . import property_written_issue_words
from . import property_written_issue_workbook
