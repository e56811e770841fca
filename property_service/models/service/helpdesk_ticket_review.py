from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """Which reviews of the reception register a request is in (SRV-09, SRV-10)."""

    _inherit = "helpdesk.ticket"

    property_review_date = fields.Date(
        string="Day of the register",
        readonly=True,
        copy=False,
        help="Day on which the request was recorded; its reviews follow from it.",
    )
    property_day_review_id = fields.Many2one(
        comodel_name="property.service.review",
        string="Daily review",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Signed by the supervisor (SRV-09).",
    )
    property_week_review_id = fields.Many2one(
        comodel_name="property.service.review",
        string="Weekly review",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Signed by the manager (SRV-10).",
    )
    property_reviewed_on = fields.Datetime(
        related="property_day_review_id.signed_on", string="Reviewed on"
    )
    property_reviewed_by_id = fields.Many2one(
        related="property_day_review_id.signed_by_id", string="Reviewed by"
    )

    _property_review_idx = models.Index(
        "(property_estate_id, property_review_date)"
        " WHERE property_review_date IS NOT NULL"
    )

    def action_property_open_handling(self):
        """The reviewer writes down how a case is to be handled (SLA-04)."""
        return self._property_open_wizard(
            "property.service.handling.wizard", self.env._("Handling and result")
        )

    @api.model
    def _property_complete(self, vals_list):
        """Old messages that are imported are nobody's day's work."""
        completed = super()._property_complete(vals_list)
        is_history = self._property_is_history()
        now = fields.Datetime.now()
        days = {}
        for vals in completed:
            if not vals.get("property_estate_id"):
                continue
            estate = self.env["property.estate"].browse(vals["property_estate_id"])
            if estate not in days:
                days[estate] = estate._property_local_date(now)
            vals["property_review_date"] = False if is_history else days[estate]
        return completed
