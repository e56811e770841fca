"""What paths through the client have in common: a database, its people, a server."""

import unittest
from contextlib import contextmanager

from . import clones
from .browser import windows
from .month import PASSWORD


class FlowCase(unittest.TestCase):
    """A path of one test, since each step works on what the one before has made."""

    @contextmanager
    def world(self, label, code):
        """A clone in which the code has made the world, and a server on it.

        :param code: for Odoo's shell; it prints ``world is made`` at its end
        :return: the server's address
        """
        with clones.database(label) as self.database:
            made = clones.run_odoo(self.database, "shell", "--no-http", code=code)
            self.assertIn("world is made", made.stdout, made.stdout[-3000:])
            with clones.server(self.database, "--max-cron-threads=0") as (address, _):
                yield address

    @contextmanager
    def screens(self, address, **size):
        """Within the block people sign in, each in a window of their own."""
        with windows(address, **size) as self.open_window:
            yield

    def _sign_in(self, login):
        return self.open_window(login, PASSWORD)
