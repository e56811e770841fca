from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyAppraisalRule(models.Model):
    """What counts in the appraisal of a person, and how much (QA-05, QA-11).

    A company that wants other points duplicates a delivered rule: of the rules with
    one code, that of the estate counts, then that of the company.
    """

    _name = "property.appraisal.rule"
    _description = "Appraisal Rule"
    _inherit = ["property.shared.setting"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(string="What counts", required=True, translate=True)
    code = fields.Char(
        string="Rule code",
        required=True,
        index=True,
        help="Short and fixed; records of this kind are found by it.",
    )
    sequence = fields.Integer(default=10)
    points = fields.Float(
        string="Usual points",
        digits=(16, 1),
        help="More than 0 is a reward, less than 0 a deduction.",
    )
    criterion_id = fields.Many2one(
        comodel_name="property.appraisal.criterion",
        string="Criterion",
        required=True,
        index=True,
        ondelete="restrict",
    )
    source = fields.Text(
        string="Where it is stated",
        translate=True,
        help="Document or rule that says that it counts.",
    )
    estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_appraisal_rule_estate_rel",
        column1="rule_id",
        column2="estate_id",
        string="Estates",
        help="Empty: for all estates.",
    )

    # === CRUD ===

    def write(self, vals):
        if "code" in vals:
            self._property_check_unused(vals["code"])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_own(self):
        if self._property_delivered():
            raise UserError(
                self.env._("A delivered rule is not deleted; archive it instead.")
            )

    # === Business methods ===

    def _property_delivered(self):
        """Rules by whose codes the product finds them."""
        # Which records ship is not for users to read.
        data = self.env["ir.model.data"].sudo()
        shipped = data.search(
            [
                ("module", "=", "property_service"),
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
            ]
        )
        return self.browse(shipped.mapped("res_id"))

    def _property_check_unused(self, code):
        """The code ties entries to their source once and for all."""
        changed = self.filtered(lambda rule: rule.code != code)
        if changed._property_delivered():
            raise UserError(
                self.env._(
                    "A delivered rule keeps its code; duplicate it, or archive it."
                )
            )
        # Entries of every estate count.
        entries = self.env["property.appraisal.entry"].sudo()
        if changed and entries.search_count([("rule_id", "in", changed.ids)], limit=1):
            raise UserError(
                self.env._("A rule with entries keeps its code; add a new rule.")
            )

    @api.model
    def _property_of_code(self, code, estate):
        """The active rule with this code that holds in an estate.

        :return: the rule; empty where managers have switched it off
        :raise ValueError: the calling code names a rule that never was
        """
        # Whether a rule holds does not depend on who acts.
        known = self.sudo().with_context(active_test=False)
        known = known.search([("code", "=", code)])
        if not known:
            raise ValueError(f"No appraisal rule has the code {code!r}.")
        rules = known.filtered(
            lambda rule: rule.active
            and (not rule.company_id or rule.company_id == estate.company_id)
            and (not rule.estate_ids or estate in rule.estate_ids)
        )
        nearest = rules.sorted(
            lambda rule: (bool(rule.estate_ids), bool(rule.company_id)), reverse=True
        )
        return self.browse(nearest[:1].ids)
