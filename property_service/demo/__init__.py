"""Material of the demo company: workbooks, their generator, and its history.

Nothing here is loaded by the add-on; ``bin/demo`` and tests import it.
"""
