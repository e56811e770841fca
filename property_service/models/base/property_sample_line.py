from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

VERDICTS = [
    ("pass", "As it should be"),
    ("fail", "Not in order"),
    ("na", "Could not be checked"),
]


class PropertySampleLine(models.Model):
    """A record that was drawn, and what the check found. It is evidence itself."""

    _name = "property.sample.line"
    _description = "Record of a Sample"
    _inherit = ["property.estate.mixin", "property.evidence.mixin"]
    _order = "sample_id desc, id"

    sample_id = fields.Many2one(
        comodel_name="property.sample",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    name = fields.Char(required=True, readonly=True)
    res_model = fields.Char(string="Model of the record", required=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True
    )
    code = fields.Char(related="sample_id.code", store=True)
    control_point_id = fields.Many2one(
        related="sample_id.control_point_id", store=True, index="btree_not_null"
    )
    verdict = fields.Selection(
        selection=VERDICTS, string="Finding", index="btree_not_null"
    )
    note = fields.Text()
    done_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Checked by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    done_on = fields.Datetime(string="Checked on", readonly=True)

    _record_idx = models.Index("(res_model, res_id)")
    _once = models.UniqueIndex(
        "(sample_id, res_model, res_id)", "This record is drawn already."
    )

    def write(self, vals):
        if not self.env.su and vals.keys() - {"verdict", "note"}:
            raise AccessError(
                self.env._("What was drawn stays; give a verdict and a note.")
            )
        if vals.keys() & {"verdict", "note"}:
            for line in self:
                line._property_check_open(vals)
            vals = {
                **vals,
                "done_by_id": self.env.user.id,
                "done_on": fields.Datetime.now(),
            }
        return super().write(vals)

    def _property_check_open(self, vals):
        if self.sample_id.state != "drawn":
            raise UserError(
                self.env._(
                    "%(sample)s is finished; its verdicts stay.",
                    sample=self.sample_id.name,
                )
            )
        verdict = vals.get("verdict", self.verdict)
        if verdict in ("fail", "na") and not vals.get("note", self.note):
            raise UserError(
                self.env._("%(line)s: note what was found.", line=self.name)
            )

    def action_open_record(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).get_formview_action()

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "done_by_id",
            "time": "done_on",
            "subject": "res_id",
            "control_point": "control_point_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("verdict", "in", ["pass", "fail"])

    @api.model
    def _property_evidence_waiting(self):
        return Domain("verdict", "not in", ["pass", "fail"])
