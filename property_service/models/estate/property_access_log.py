from odoo import api, fields, models
from odoo.exceptions import AccessError


class PropertyAccessLog(models.Model):
    """Who saw, exported or erased residents' data, when and why (SEC-01, PIPL §51).

    Rows are written by the processes only and never changed; they name the record by
    its id and hold no personal data themselves, so that erasing a person leaves them
    untouched.
    """

    _name = "property.access.log"
    _description = "Access to Residents' Data"
    _order = "id desc"
    _rec_name = "kind"

    user_id = fields.Many2one(
        comodel_name="res.users", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="restrict"
    )
    date = fields.Datetime(required=True, index=True, default=fields.Datetime.now)
    kind = fields.Selection(
        selection=[
            ("reveal", "Identity number shown"),
            ("export", "Export"),
            ("anonymise", "Made anonymous"),
        ],
        required=True,
        index=True,
    )
    res_model = fields.Char(string="Model", required=True)
    model_name = fields.Char(
        string="Data", compute="_compute_model_name", search="_search_model_name"
    )
    res_id = fields.Many2oneReference(string="Record", model_field="res_model")
    count = fields.Integer(string="Records", default=1)
    field_names = fields.Text(string="Fields")
    reason = fields.Text()

    _res_idx = models.Index("(res_model, res_id)")

    @api.depends("res_model")
    @api.depends_context("lang")
    def _compute_model_name(self):
        # Names of models are no secret, yet closed to users.
        known = self.env["ir.model"].sudo()
        for row in self:
            row.model_name = known._get(row.res_model).name or row.res_model

    def _search_model_name(self, operator, value):
        """By the words that the list shows."""
        known = self.env["ir.model"].sudo()  # as above
        found = known.search([("name", operator, value)])
        return [("res_model", "in", found.mapped("model"))]

    def write(self, vals):  # pylint: disable=method-required-super
        raise AccessError(self.env._("The access log is append-only."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("The access log is append-only."))

    @api.model
    def _property_log(self, kind, records, reason=None, field_names=()):
        """Write one row about what the user does with ``records``."""
        # Nobody has the right to write the log by hand.
        return self.sudo().create(
            {
                "user_id": self.env.uid,
                "company_id": self.env.company.id,
                "kind": kind,
                "res_model": records._name,
                "res_id": records.id if len(records) == 1 else False,
                "count": len(records),
                "reason": reason,
                "field_names": ", ".join(field_names) or False,
            }
        )
