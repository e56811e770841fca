from odoo import api, fields, models
from odoo.exceptions import UserError


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

    @api.model
    def _property_complete(self, vals_list):
        """No line of the register is without its subject, whatever way it comes.

        :raise UserError: neither a subject nor words of the customer (SRV-02)
        """
        completed = super()._property_complete(vals_list)
        for vals in completed:
            if vals.get("property_estate_id") and not vals.get("name"):
                raise UserError(self.env._("Write down what the customer wants."))
        return completed
