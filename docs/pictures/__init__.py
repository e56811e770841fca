"""The pictures of README and guide: a script takes them from the demo company.

So a picture never shows what the product no longer is. ``bin/pictures`` rebuilds all of
them in both languages; a file here holds the pictures of one role, and what has to be
done on the screen before each is taken.
"""

from . import (
    accountant,
    administrator,
    assistant,
    auditor,
    dashboards,
    manager,
    resident,
    supervisor,
    technician,
)

PICTURES = [
    picture
    for role in (
        assistant,
        technician,
        supervisor,
        manager,
        accountant,
        auditor,
        resident,
        administrator,
        dashboards,
    )
    for picture in role.PICTURES
]
