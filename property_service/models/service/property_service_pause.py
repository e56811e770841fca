from odoo import fields, models


class PropertyServicePause(models.Model):
    """Why the clocks of a request stood still, and how long."""

    _name = "property.service.pause"
    _description = "Pause of a Request"
    _order = "started_on desc, id desc"
    _rec_name = "reason"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Request",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="ticket_id.property_estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    reason = fields.Text(string="Reason given", required=True, readonly=True)
    started_on = fields.Datetime(required=True, readonly=True)
    ended_on = fields.Datetime(readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="By",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    ended_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Resumed by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _open_uniq = models.UniqueIndex(
        "(ticket_id) WHERE ended_on IS NULL", "This request is paused already."
    )
