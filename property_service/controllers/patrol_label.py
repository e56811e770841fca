from odoo import http
from odoo.exceptions import UserError
from odoo.http import request


class PropertyPatrolLabel(http.Controller):
    @http.route("/property/patrol/<string:code>", type="http", auth="user")
    def open_point(self, code, **kwargs):
        """The label of a point, read with a phone: arrive there on one's own round.

        Without a round under way nothing happens but that the day's rounds are shown.
        """
        rounds = request.env["property.patrol.round"]
        if not rounds.has_access("read"):
            return request.redirect("/odoo")
        patrol = rounds._property_under_way(code)
        if not patrol:
            return request.redirect("/odoo/patrol-rounds")
        try:
            action = patrol.action_scan(code)
        except UserError:
            # The round's page says which point is next.
            return request.redirect(f"/odoo/patrol-rounds/{patrol.id}")
        return request.redirect(f"/odoo/patrol-points-check/{action['res_id']}")
