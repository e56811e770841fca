from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

SUPERVISOR = "property_service.property_service_group_supervisor"
# Sums of the movements; written by them alone.
COUNTS = {
    "cabinet": "copies_in",
    "borrower": "copies_out",
    "owner": "copies_owner",
    "lost": "copies_lost",
}
# Odoo's kanban colours: green, blue, red, orange; none for what is not kept.
COLORS = {"in": 10, "out": 4, "overdue": 1, "lost": 2, "owner": 0, "retired": 0}


class PropertyKeySet(models.Model):
    """Like copies of keys that hang on one hook (KEY-01).

    copies = in the cabinet + lent + with the owner + lost, by the movements.
    """

    _name = "property.key.set"
    _description = "Key Set"
    _inherit = ["property.estate.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "cabinet_id, hook, id"
    _check_company_auto = True

    code = fields.Char(
        string="Key number",
        readonly=True,
        copy=False,
        index=True,
        help="Printed on the label and read by the scanner.",
    )
    name = fields.Char(
        string="Keys",
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
        help="What the keys open.",
    )
    content = fields.Char(
        string="On the ring", help="What hangs on one ring: door 2, letter box 1."
    )
    active = fields.Boolean(default=True, tracking=True)
    estate_id = fields.Many2one(
        compute="_compute_estate_id",
        store=True,
        readonly=False,
        precompute=True,
        default=None,
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty for public areas and plant rooms.",
    )
    place = fields.Char(
        string="Room or area", help="What is no unit, such as a plant room."
    )
    custody_class_id = fields.Many2one(
        comodel_name="property.key.class",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    custody_class = fields.Char(
        related="custody_class_id.code", store=True, index=True, string="Class code"
    )
    cabinet_id = fields.Many2one(
        comodel_name="property.key.cabinet",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    hook = fields.Integer(
        compute="_compute_hook",
        store=True,
        readonly=False,
        aggregator=None,
        tracking=True,
        help="Empty: the first that is free.",
    )
    position = fields.Char(compute="_compute_position", store=True)
    undertaking_id = fields.Many2one(
        comodel_name="property.key.undertaking",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('unit_id', '=', unit_id)]",
        tracking=True,
    )
    undertaking_state = fields.Selection(
        related="undertaking_id.state", string="Undertaking status", store=True
    )
    needs_undertaking = fields.Boolean(
        related="custody_class_id.needs_undertaking", string="Undertaking needed"
    )
    copies = fields.Integer(
        default=1, required=True, tracking=True, help="All copies in the ledger."
    )
    copies_in = fields.Integer(string="In the cabinet", readonly=True, copy=False)
    copies_out = fields.Integer(string="Lent", readonly=True, copy=False)
    copies_owner = fields.Integer(string="With the owner", readonly=True, copy=False)
    copies_lost = fields.Integer(string="Lost", readonly=True, copy=False)
    state = fields.Selection(
        selection=[
            ("in", "In the cabinet"),
            ("out", "Lent"),
            ("lost", "Lost"),
            ("returned_to_owner", "With the owner"),
            ("retired", "Out of use"),
        ],
        string="Status",
        compute="_compute_state",
        store=True,
        index=True,
        tracking=True,
    )
    movement_ids = fields.One2many(
        comodel_name="property.key.movement", inverse_name="set_id", string="Movements"
    )
    loan_ids = fields.One2many(
        comodel_name="property.key.loan", inverse_name="set_id", string="Loans"
    )
    open_loan_ids = fields.One2many(
        comodel_name="property.key.loan",
        compute="_compute_open_loans",
        string="Loans under way",
    )
    holder = fields.Char(string="Who has it", compute="_compute_open_loans")
    due_on = fields.Datetime(string="Back by", compute="_compute_open_loans")
    is_overdue = fields.Boolean(
        string="Overdue", compute="_compute_open_loans", search="_search_is_overdue"
    )
    desk_state = fields.Selection(
        selection=[
            ("in", "In the cabinet"),
            ("out", "Lent"),
            ("overdue", "Overdue"),
            ("lost", "Lost"),
            ("owner", "With the owner"),
            ("retired", "Out of use"),
        ],
        string="At a glance",
        compute="_compute_desk_state",
    )
    color = fields.Integer(compute="_compute_desk_state")
    instruction_banner = fields.Html(
        related="unit_id.instruction_banner", string="Standing instructions"
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This key number is taken already.")
    _hook_uniq = models.UniqueIndex(
        "(cabinet_id, hook) WHERE active AND cabinet_id IS NOT NULL",
        "Another set hangs on this hook of the cabinet already.",
    )
    _counts = models.Constraint(
        "CHECK(copies_in >= 0 AND copies_out >= 0 AND copies_owner >= 0"
        " AND copies_lost >= 0)",
        "More copies would leave than there are.",
    )

    # === Computes ===

    @api.depends("unit_id", "cabinet_id")
    def _compute_estate_id(self):
        for keys in self:
            keys.estate_id = (
                keys.unit_id.estate_id
                or keys.cabinet_id.estate_id
                or keys.estate_id
                or keys._default_estate_id()
            )

    @api.depends("unit_id", "place", "custody_class_id")
    def _compute_name(self):
        for keys in self:
            place = keys.unit_id.code or keys.place
            parts = [place, keys.custody_class_id.name]
            keys.name = keys.name or " ".join(part for part in parts if part)

    @api.depends("cabinet_id")
    def _compute_hook(self):
        for keys in self:
            if not keys.cabinet_id:
                keys.hook = 0
            elif not keys.hook or keys._origin.cabinet_id != keys.cabinet_id:
                keys.hook = keys.cabinet_id._property_free_hook()

    @api.depends("cabinet_id.code", "hook")
    def _compute_position(self):
        for keys in self:
            keys.position = keys.cabinet_id and f"{keys.cabinet_id.code}-{keys.hook:03}"

    @api.depends("copies_in", "copies_out", "copies_owner", "copies_lost")
    def _compute_state(self):
        """In as long as a copy can be lent, else where the copies are."""
        for keys in self:
            if keys.copies_in:
                keys.state = "in"
            elif keys.copies_out:
                keys.state = "out"
            elif keys.copies_lost:
                keys.state = "lost"
            else:
                keys.state = "returned_to_owner" if keys.copies_owner else "retired"

    @api.depends("loan_ids.state", "loan_ids.due_on", "loan_ids.holder_name")
    def _compute_open_loans(self):
        now = fields.Datetime.now()
        loans = self.env["property.key.loan"].search(
            [("set_id", "in", self.ids), ("state", "=", "out")], order="due_on, id"
        )
        by_set = loans.grouped("set_id")
        for keys in self:
            own = by_set.get(keys, loans.browse())
            keys.open_loan_ids = own
            keys.holder = ", ".join(own.mapped("holder_name"))
            keys.due_on = own[:1].due_on
            keys.is_overdue = bool(own) and own[0].due_on < now

    @api.depends("state", "copies_out", "copies_lost", "loan_ids.due_on")
    def _compute_desk_state(self):
        """What the desk must see first, and its colour in the cabinet."""
        for keys in self:
            if keys.is_overdue:
                keys.desk_state = "overdue"
            elif keys.copies_lost:
                keys.desk_state = "lost"
            elif keys.copies_out:
                keys.desk_state = "out"
            elif keys.copies_in:
                keys.desk_state = "in"
            else:
                keys.desk_state = "owner" if keys.copies_owner else "retired"
            keys.color = COLORS[keys.desk_state]

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "out") & Domain(
            "due_on", "<", fields.Datetime.now()
        )
        domain = Domain("loan_ids", "any", late)
        return domain if True in value else ~domain

    @api.depends("name", "position", "code")
    def _compute_display_name(self):
        for keys in self:
            parts = [keys.position, keys.name or keys.code]
            keys.display_name = " ".join(part for part in parts if part)

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if operator in ("ilike", "=ilike", "=", "like"):
            domain |= (
                Domain("code", operator, value)
                | Domain("position", operator, value)
                | Domain("unit_id.code", operator, value)
            )
        return domain

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """Registering a set is its first movement; the number is the server's."""
        numbers = [vals.get("copies", 1) for vals in vals_list]
        counts = dict.fromkeys(COUNTS.values(), 0) | {"copies": 0}
        sets = self.browse()
        # The index on hooks looks at what the database knows.
        self.flush_model(["active", "cabinet_id", "hook"])
        for vals in vals_list:
            # One after the other, so that each finds its own free hook.
            sets |= super().create([{**vals, **counts, "code": False}])
        for keys, number in zip(sets, numbers, strict=True):
            # Numbers are given on behalf of the desk.
            keys.sudo().code = (
                self.env["ir.sequence"]
                .with_company(keys.company_id)
                .next_by_code("property.key.set")
            )
            if number:
                kind = "entrust" if keys.needs_undertaking else "register"
                keys._property_move(kind, number)
        return sets

    def write(self, vals):
        self._property_check_write(vals)
        if vals.get("cabinet_id") and "hook" not in vals:
            for keys in self.filtered(lambda k: k.cabinet_id.id != vals["cabinet_id"]):
                cabinet = self.env["property.key.cabinet"].browse(vals["cabinet_id"])
                hook = cabinet._property_free_hook()
                super(PropertyKeySet, keys).write({**vals, "hook": hook})
            return True
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A key set stays in the ledger; take its copies out of use.")
        )
