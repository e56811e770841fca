from odoo import api, fields, models


class HelpdeskTicket(models.Model):
    """Requests that were messages in an older system (CMP-33, SRV-14)."""

    _inherit = "helpdesk.ticket"

    property_import_id = fields.Many2one(
        comodel_name="property.import",
        string="Taken over by import",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    property_import_key = fields.Char(
        string="Key of the import",
        readonly=True,
        copy=False,
        help="Tells a message that was taken over already.",
    )
    property_import_note = fields.Text(
        string="Taken over with it",
        readonly=True,
        copy=False,
        help="What stood in the workbook and has no field of its own.",
    )

    _property_import_key_uniq = models.UniqueIndex(
        "(property_estate_id, property_import_key)"
        " WHERE property_import_key IS NOT NULL",
        "This message was taken over already.",
    )

    @api.model
    def _property_complete(self, vals_list):
        completed = super()._property_complete(vals_list)
        if not self._property_is_history():
            return completed
        # Old messages were dealt with by whoever did, before anybody here.
        return [
            {
                **vals,
                "stage_id": given.get("stage_id") or vals.get("stage_id"),
                "property_first_contact_id": False,
            }
            for vals, given in zip(completed, vals_list, strict=True)
        ]
