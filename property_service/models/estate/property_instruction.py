from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

DESK = (
    "property_service.property_service_group_assistant,"
    "property_service.property_service_group_auditor"
)


class PropertyInstruction(models.Model):
    """A standing order of a unit that everybody must see who deals with the unit."""

    _name = "property.instruction"
    _description = "Standing Instruction"
    _order = "unit_id, date_start desc, id"
    _rec_name = "kind"
    _check_company_auto = True

    unit_id = fields.Many2one(
        comodel_name="property.unit", required=True, index=True, ondelete="restrict"
    )
    estate_id = fields.Many2one(
        related="unit_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="unit_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        selection=[
            ("enter_once", "May enter, for a time"),
            ("enter_always", "May enter, until recalled"),
            ("refuse", "Do not allow in"),
            ("broker", "Broker"),
            ("housekeeper", "Housekeeper"),
            ("away", "Out of town"),
            ("mail", "Hold mail and parcels"),
            ("other", "Other"),
        ],
        required=True,
    )
    person = fields.Char(string="Whom it concerns")
    phone = fields.Char(groups=DESK)
    text = fields.Text(string="Instruction")
    requested_by_id = fields.Many2one(
        comodel_name="res.partner",
        string="Asked for by",
        index="btree_not_null",
        ondelete="restrict",
        groups=DESK,
    )
    date_start = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    date_end = fields.Date(string="To", help="Last day; empty: until recalled.")
    active = fields.Boolean(default=True)
    is_current = fields.Boolean(
        compute="_compute_is_current", search="_search_is_current"
    )

    _dates_ordered = models.Constraint(
        "CHECK(date_end IS NULL OR date_end >= date_start)",
        "The last day of an instruction lies before its first day.",
    )

    @api.depends("kind", "person", "text")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for instruction in self:
            parts = [labels.get(instruction.kind), instruction.person, instruction.text]
            instruction.display_name = ": ".join(part for part in parts if part)

    @api.depends("date_start", "date_end", "active")
    def _compute_is_current(self):
        today = fields.Date.context_today(self)
        current = self.filtered_domain(self._property_current_domain(today))
        for instruction in self:
            instruction.is_current = instruction in current

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        current = self._property_current_domain()
        return current if True in value else ~current

    @api.constrains("kind", "date_end", "text", "person")
    def _check_kind(self):
        for instruction in self:
            if instruction.kind == "enter_once" and not instruction.date_end:
                raise ValidationError(
                    self.env._(
                        "Unit %(unit)s: a permission to enter for a time needs its last"
                        " day.",
                        unit=instruction.unit_id.code,
                    )
                )
            if instruction.kind == "other" and not instruction.text:
                raise ValidationError(
                    self.env._(
                        "Unit %(unit)s: write down what the instruction says.",
                        unit=instruction.unit_id.code,
                    )
                )

    @api.model
    def _property_current_domain(self, day=None):
        """Domain of the instructions in force on a day, today by default."""
        day = day or fields.Date.context_today(self)
        return (
            Domain("active", "=", True)
            & Domain("date_start", "<=", day)
            & (Domain("date_end", "=", False) | Domain("date_end", ">=", day))
        )

    def action_recall(self):
        """Withdraw the instruction today; what was said stays on record."""
        self.write({"active": False})

    def _property_line(self):
        """The instruction in one line, for the banner on the unit."""
        self.ensure_one()
        line = self.display_name
        if self.date_end:
            line = self.env._("%(line)s (until %(day)s)", line=line, day=self.date_end)
        return line
