from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .property_discipline_measure import MEASURES

SEQUENCE = "property.discipline.case"
MONEY = ("fine", "compensation")
CONTENT = {
    "staff_id",
    "estate_id",
    "entry_id",
    "measure",
    "amount",
    "statement",
    "union_on",
    "basis",
}


class PropertyDisciplineCase(models.Model):
    """处分审批: a measure that the ladder proposes, and what became of it (QA-13).

    Never automatic: the person is heard, another person approves. Nothing is deducted
    from wages by it.
    """

    _name = "property.discipline.case"
    _description = "Disciplinary Case"
    _inherit = [
        "property.step.mixin",
        "property.approval.mixin",
        "property.estate.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Case No.", readonly=True, copy=False, default="/")
    state = fields.Selection(
        selection=[
            ("proposed", "Proposed"),
            ("in_force", "In force"),
            ("rejected", "Rejected"),
            ("dropped", "Given up"),
        ],
        string="Status",
        required=True,
        default="proposed",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    entry_id = fields.Many2one(
        comodel_name="property.appraisal.entry",
        string="Offence on record",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('state', '=', 'confirmed'), ('points', '<=', 0)]",
    )
    estate_id = fields.Many2one(
        related="entry_id.estate_id",
        store=True,
        readonly=True,
        precompute=True,
        default=None,
    )
    staff_id = fields.Many2one(
        related="entry_id.staff_id",
        string="Person concerned",
        store=True,
        precompute=True,
        index=True,
    )
    rule_id = fields.Many2one(
        related="entry_id.rule_id", string="Offence", store=True, precompute=True
    )
    measure_id = fields.Many2one(
        comodel_name="property.discipline.measure",
        string="Step of the ladder",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    nth = fields.Integer(string="Time in the period", readonly=True, aggregator=None)
    measure = fields.Selection(
        selection=MEASURES,
        string="Sanction",
        required=True,
        default="criticism",
        tracking=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(
        tracking=True,
        help="Noted only, nothing is deducted; at most 20 % of a month's wage, for"
        " damage, as the labour contract says (Rules on Wage Payment §16).",
    )
    basis = fields.Text(
        string="Rule of the company", help="Labour Contract Law §4, §39."
    )
    statement = fields.Text(
        string="What the person says", help="The person is heard before it is decided."
    )
    union_on = fields.Date(
        string="Trade union told on",
        help="Before a dismissal by the employer (Labour Contract Law §43).",
    )
    decided_on = fields.Datetime(string="Case decided on", readonly=True, copy=False)

    _entry_uniq = models.UniqueIndex(
        "(entry_id) WHERE state IN ('proposed', 'in_force')",
        "A measure for this entry is proposed or in force already.",
    )
    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This case number is taken already."
    )
    _amount_positive = models.Constraint(
        "CHECK(amount >= 0)", "An amount is not less than 0."
    )

    # === Constraints ===

    @api.constrains("measure", "amount")
    def _check_amount(self):
        for case in self:
            if case.amount and case.measure not in MONEY:
                raise ValidationError(
                    self.env._(
                        "%(case)s: an amount goes with a fine or a compensation alone.",
                        case=case.display_name,
                    )
                )

    @api.constrains("entry_id")
    def _check_entry(self):
        for case in self:
            if case.state == "proposed" and case.entry_id.state != "confirmed":
                raise ValidationError(
                    self.env._(
                        "%(entry)s: confirm the entry first.",
                        entry=case.entry_id.display_name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        for case, number in self.env["ir.sequence"]._property_numbered(cases, SEQUENCE):
            case._property_set(name=number)
        return cases

    def write(self, vals):
        if not self.env.su and CONTENT & vals.keys():
            for case in self:
                case._property_check_proposed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Disciplinary cases stay on record; drop it."))

    # === Hooks ===

    def _property_step_fields(self):
        return {"name", "state", "measure_id", "nth", "decided_on"}

    def _property_approval_key(self):
        return "discipline"

    def _property_approval_frozen_fields(self):
        return CONTENT

    def _property_approval_excluded_users(self):
        # Nobody decides about themselves, whoever may read logins.
        return self.sudo().staff_id.user_id

    def _property_on_approved(self):
        if self.entry_id.state != "confirmed":
            raise UserError(
                self.env._(
                    "%(case)s: the entry was taken back; drop the case.",
                    case=self.display_name,
                )
            )
        self._property_set(state="in_force", decided_on=fields.Datetime.now())

    def _property_on_rejected(self):
        self._property_set(state="rejected", decided_on=fields.Datetime.now())

    # === Actions ===

    def action_drop(self):
        """Nothing comes of it."""
        for case in self:
            case._property_step("proposed")
            case._property_check_judge()
            case._property_drop(self.env._("The case was dropped."))

    # === Business methods ===

    @api.model
    def _property_raise(self, entry):
        """Propose the measure that the ladder has for a confirmed entry (QA-13)."""
        steps = self.env["property.discipline.measure"]
        step, times = steps._property_of_offence(entry)
        if not step:
            return self.browse()
        # The ladder proposes, whoever confirmed the entry.
        case = self.sudo().create(
            {
                "entry_id": entry.id,
                "measure_id": step.id,
                "measure": step.measure,
                "amount": step.sudo().amount if step.measure in MONEY else 0,
                "basis": step.basis,
                "nth": times,
            }
        )
        case._property_tell_supervisors()
        return case.sudo(False)

    def _property_tell_supervisors(self):
        # Logins of colleagues are not for every role to read.
        users = self.estate_id._property_supervisors() - self.staff_id.sudo().user_id
        for user in users:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("Hear the person and submit, or drop it"),
                user_id=user.id,
            )

    def _property_drop(self, reason):
        self._property_withdraw_approval(reason)
        # Reminders of all supervisors.
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        self._property_set(state="dropped", decided_on=fields.Datetime.now())

    def _property_check_can_request(self):
        """Nobody is punished unheard; the union hears of a dismissal before it."""
        self._property_step("proposed")
        self._property_check_judge()
        if not (self.statement or "").strip():
            raise UserError(
                self.env._(
                    "%(case)s: hear the person first and write down what is said.",
                    case=self.display_name,
                )
            )
        if self.measure == "dismissal" and not self.union_on:
            raise UserError(
                self.env._(
                    "%(case)s: tell the trade union before a dismissal (Labour Contract"
                    " Law §43) and enter the day.",
                    case=self.display_name,
                )
            )
        return super()._property_check_can_request()

    def _property_check_proposed(self):
        if self.state != "proposed":
            raise UserError(self.env._("%(case)s is decided.", case=self.display_name))

    def _property_check_judge(self):
        """Nobody judges themselves."""
        # Whom it is about does not depend on who may read logins.
        if self.staff_id.sudo().user_id == self.env.user:
            raise AccessError(
                self.env._(
                    "%(case)s is about you; another supervisor handles it.",
                    case=self.display_name,
                )
            )
