"""Reading and writing of .xlsx workbooks: plain Python, no models."""

from . import book
from . import cells
from . import files
from . import issues
from . import layout
from . import writer
