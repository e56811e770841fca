from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class PropertyGateOverride(models.Model):
    """A supervisor let a document pass a gate that was not met. Only ever added to."""

    _name = "property.gate.override"
    _description = "Override of a Gate"
    _inherit = ["property.estate.mixin"]
    _order = "id desc"
    _rec_name = "gate_code"

    res_model = fields.Char(string="Model of the document", required=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True
    )
    document_name = fields.Char(string="Document name", required=True, readonly=True)
    step = fields.Char(required=True, readonly=True)
    gate_code = fields.Char(string="Gate", required=True, readonly=True)
    message = fields.Char(
        string="What was missing", readonly=True, help="As the gate said it then."
    )
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Overridden by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Datetime(required=True, readonly=True)

    _document_idx = models.Index("(res_model, res_id)")

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("An override stays on record as it is."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An override stays on record."))

    def action_open_document(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).get_formview_action()

    @api.model
    def _property_of(self, documents):
        """Overrides of these documents by their ids."""
        # Whoever moves a document must know what was overridden on it.
        rows = self.sudo().search(
            [("res_model", "=", documents._name), ("res_id", "in", documents.ids)]
        )
        return rows.grouped("res_id")

    @api.model
    def _property_lock_document(self, document):
        """Two supervisors at once leave one row."""
        self.env.cr.execute(
            SQL(
                "SELECT 1 FROM %s WHERE id = %s FOR NO KEY UPDATE",
                SQL.identifier(document._table),
                document.id,
            )
        )
