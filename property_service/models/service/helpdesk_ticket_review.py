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

    @api.model
    def _property_own_values(self, vals, partner, estate):
        """Old messages that are imported are nobody's day's work."""
        values = super()._property_own_values(vals, partner, estate)
        values["property_review_date"] = (
            False
            if self._property_is_history()
            else estate._property_local_date(fields.Datetime.now())
        )
        return values
