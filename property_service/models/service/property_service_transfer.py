from odoo import fields, models


class PropertyServiceTransfer(models.Model):
    """A case went to another handler or department, and why (SRV-06, CMP-27)."""

    _name = "property.service.transfer"
    _description = "Transfer of a Request"
    _inherit = ["property.service.trail"]
    _rec_name = "reason"

    from_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Handler before",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    to_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Now with",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    from_team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        string="From department",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    to_team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        string="To department",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    reason = fields.Text(string="Reason given", required=True, readonly=True)
