from odoo import fields, models


class HelpdeskTicket(models.Model):
    """Telephone log: where a call comes from and what it is for (SRV-25, SRV-26)."""

    _inherit = "helpdesk.ticket"

    property_caller_origin = fields.Char(
        string="Where from",
        help="Company, shop or town of a caller who is no resident (SRV-26).",
    )
    property_caller_purpose = fields.Char(
        string="Why the caller asks", help="What the answer is needed for (SRV-26)."
    )
    property_message_id = fields.Many2one(
        comodel_name="property.service.message",
        string="Phone message",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The message of which this request was made (ARC-18).",
    )
