from odoo import http
from odoo.http import request


class PropertyKeyLabel(http.Controller):
    @http.route("/property/key/<string:code>", type="http", auth="user", readonly=True)
    def open_key_set(self, code, **kwargs):
        """The label of a key set, read with a phone: its card, for who may see it."""
        sets = request.env["property.key.set"]
        if not sets.has_access("read"):
            return request.redirect("/odoo")
        keys = sets._property_of_label(code)
        if not keys:
            return request.redirect("/odoo/key-desk")
        return request.redirect(f"/odoo/key-desk/{keys.id}")
