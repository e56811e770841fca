"""The language in which the users of a running demo see their screens."""

import xmlrpc.client
from contextlib import contextmanager


class Users:
    """The users of the demo, as its administrator reaches them."""

    def __init__(self, address, database, password):
        self.database = database
        self.password = password
        common = xmlrpc.client.ServerProxy(f"{address}/xmlrpc/2/common")
        self.admin = common.authenticate(database, "admin", password, {})
        if not self.admin:
            raise SystemExit(f"error: admin cannot log in to {database} at {address}.")
        self.models = xmlrpc.client.ServerProxy(f"{address}/xmlrpc/2/object")

    def _call(self, method, *arguments):
        return self.models.execute_kw(
            self.database, self.admin, self.password, "res.users", method, arguments
        )

    @contextmanager
    def speaking(self, language, logins):
        """Everybody's own language comes back at the end, whatever happens."""
        ids = self._call("search", [("login", "in", sorted(logins))])
        before = self._call("read", ids, ["lang"])
        try:
            self._call("write", ids, {"lang": language})
            yield
        finally:
            for user in before:
                self._call("write", [user["id"]], {"lang": user["lang"]})
