from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

# Lawful means alone: a demand cuts no water or power, and bars no gate, lift or parking
# (民法典 §944 and the local rules).
METHODS = [
    ("call", "Call to the debtor"),
    ("message", "Text or WeChat message"),
    ("visit", "Demand at the door"),
    ("notice", "Written demand"),
    ("post", "Registered letter"),
    ("committee", "Through the owners' committee"),
    ("lawyer", "Lawyer's letter"),
    ("suit", "Suit or arbitration"),
]
RESULTS = [
    ("reached", "Debtor was told"),
    ("promised", "Promised to pay"),
    ("disputed", "Disputes the debt"),
    ("refused", "Refuses to pay"),
    ("unreached", "Debtor not reached"),
]


class PropertyDunning(models.Model):
    """催缴记录: when, how, by whom a debtor was asked to pay, with the result (FEE-12).

    One that reached the debtor begins the time of limitation anew (民法典 §195), so
    that a record is evidence: done it stays, and a wrong one is cancelled.
    """

    _name = "property.dunning"
    _description = "Dunning Record"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.file.mixin",
        "property.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Dunning No.", readonly=True, copy=False, default="/")
    state = fields.Selection(
        selection=[
            ("draft", "To be demanded"),
            ("done", "Demanded"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Debtor",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    date = fields.Date(
        string="Demanded on",
        required=True,
        index=True,
        default=lambda self: self.env.user._property_today(),
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Demanded by",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    method = fields.Selection(
        selection=METHODS,
        string="Means of dunning",
        required=True,
        default="call",
        help="Lawful means alone. No cutting of water, power or gas, no barring of"
        " gates, lifts or parking (民法典 §944), no names of debtors in public.",
    )
    content = fields.Text(
        string="What was demanded", help="What was said or written, and the answer."
    )
    result = fields.Selection(selection=RESULTS, string="Result of the demand")
    promise_date = fields.Date(string="Promised for", index="btree_not_null")
    promise_amount = fields.Monetary(string="Amount promised")
    amount_owed = fields.Monetary(
        string="Arrears then",
        readonly=True,
        copy=False,
        help="What the debtor owed for the unit and was due on that day.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    interrupts = fields.Boolean(
        string="Begins the limitation anew",
        compute="_compute_interrupts",
        store=True,
        help="The demand reached the debtor, or the debtor agreed to pay: three years"
        " begin anew (民法典 §195).",
    )
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_dunning_photo_rel",
        column1="dunning_id",
        column2="attachment_id",
        string="Proof",
        copy=False,
        help="Receipt of delivery, photo of the letter, screenshot, signed promise.",
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This dunning number is taken already."
    )
    _claim_idx = models.Index("(unit_id, partner_id, date) WHERE interrupts")

    # === Computes ===

    @api.depends("unit_id")
    def _compute_partner_id(self):
        """Who owes most of what is due; the present payer where nothing is."""
        for dunning, owed in self._property_debts().items():
            dunning.partner_id = (
                max(owed, key=owed.get) if owed else dunning.unit_id.payer_id
            )

    @api.depends("state", "result")
    def _compute_interrupts(self):
        for dunning in self:
            dunning.interrupts = (
                dunning.state == "done" and dunning.result != "unreached"
            )

    @api.depends("name", "unit_id.code")
    def _compute_display_name(self):
        for dunning in self:
            dunning.display_name = f"{dunning.name} {dunning.unit_id.code or ''}"

    # === Constraints ===

    @api.constrains("unit_id", "estate_id")
    def _check_unit(self):
        for dunning in self:
            if dunning.unit_id.estate_id != dunning.estate_id:
                raise ValidationError(
                    self.env._(
                        "%(dunning)s: the unit is not in estate “%(estate)s”.",
                        dunning=dunning.display_name,
                        estate=dunning.estate_id.name,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        # Read together; their estates are asked for one by one.
        units = [vals["unit_id"] for vals in vals_list if vals.get("unit_id")]
        self.env["property.unit"].browse(units).fetch(["estate_id"])
        records = super().create(vals_list)
        numbered = self.env["ir.sequence"]._property_numbered
        for record, number in numbered(records, "property.dunning"):
            record._property_set(name=number)
        return records

    def write(self, vals):
        if not self.env.su and vals.keys() - {"photo_ids"} - self._property_chatter():
            self._property_check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._property_check_draft()

    def _property_step_fields(self):
        return {"name", "state", "amount_owed", "interrupts"}

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "date",
            "subject": "unit_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("state", "=", "done")

    # === Business methods ===

    def _property_chatter(self):
        """Fields that messages and reminders write."""
        return {
            name for name in self._fields if name.startswith(("message", "activit"))
        }

    def _property_check_draft(self):
        for dunning in self:
            if dunning.state != "draft":
                raise UserError(
                    self.env._(
                        "%(dunning)s is evidence and stays; cancel it and write it"
                        " anew.",
                        dunning=dunning.display_name,
                    )
                )

    def _property_debts(self):
        """What each payer owes for the unit and is due on the day of the demand.

        :return: dict of dunning to dict of partner to amount
        """
        # Desk staff see the sums, not the ledger.
        items = self.sudo().unit_id._property_open_items().grouped("property_unit_id")
        debts = {}
        for dunning in self:
            owed = debts[dunning] = defaultdict(float)
            for item in items.get(dunning.unit_id, ()):
                due = item.date_maturity or item.date
                if item.partner_id and due <= (dunning.date or item.date):
                    # Back to what the reader may see of a person.
                    owed[item.partner_id.sudo(False)] += item.amount_residual
        return debts
