from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# Where copies are; every movement goes from one of these to another.
PLACES = [
    ("outside", "Not in custody"),
    ("cabinet", "In the cabinet"),
    ("borrower", "Lent"),
    ("owner", "With the owner"),
    ("lost", "Lost"),
]
# What may happen to copies, and from which places to which.
KINDS = {
    "register": (("outside",), "cabinet"),
    "entrust": (("outside",), "cabinet"),
    "lend": (("cabinet",), "borrower"),
    "return": (("borrower",), "cabinet"),
    "issue": (("cabinet",), "owner"),
    "take_back": (("owner",), "cabinet"),
    "lose": (("cabinet", "borrower", "owner"), "lost"),
    "found": (("lost",), "cabinet"),
    "retire": (("cabinet", "lost", "owner"), "outside"),
}


class PropertyKeyMovement(models.Model):
    """What happened to copies of a key set, when and by whom: never edited (KEY-02).

    Rows are added by ``set._property_move`` alone; user and time are the server's. The
    counts and the state of a set are the sums of its rows.
    """

    _name = "property.key.movement"
    _description = "Key Movement"
    _order = "id desc"
    _rec_name = "kind"
    _check_company_auto = True

    set_id = fields.Many2one(
        comodel_name="property.key.set",
        string="Key set",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    estate_id = fields.Many2one(
        related="set_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="set_id.company_id", store=True, index=True, precompute=True
    )
    unit_id = fields.Many2one(
        related="set_id.unit_id", store=True, index="btree_not_null", precompute=True
    )
    kind = fields.Selection(
        selection=[
            ("register", "Registered"),
            ("entrust", "Entrusted by the owner"),
            ("lend", "Lent"),
            ("return", "Brought back"),
            ("issue", "Issued to the owner"),
            ("take_back", "Taken back from the owner"),
            ("lose", "Lost"),
            ("found", "Found"),
            ("retire", "Taken out of use"),
        ],
        string="Movement",
        required=True,
        readonly=True,
        index=True,
    )
    source = fields.Selection(
        selection=PLACES, string="Out of", required=True, readonly=True
    )
    target = fields.Selection(
        selection=PLACES, string="Into", required=True, readonly=True
    )
    copies = fields.Integer(required=True, readonly=True, aggregator=None)
    balance_in = fields.Integer(
        string="Left in the cabinet", readonly=True, aggregator=None
    )
    moved_on = fields.Datetime(string="Time", required=True, readonly=True, index=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Done by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    person = fields.Char(
        string="With whom", readonly=True, help="Borrower, receiver or giver."
    )
    condition = fields.Selection(
        selection=[
            ("good", "Good"),
            ("worn", "Worn"),
            ("damaged", "Damaged"),
        ],
        string="State of the keys",
        readonly=True,
    )
    note = fields.Char(readonly=True)
    loan_id = fields.Many2one(
        comodel_name="property.key.loan",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    loss_id = fields.Many2one(
        comodel_name="property.key.loss",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    count_id = fields.Many2one(
        comodel_name="property.key.count",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    issue_id = fields.Many2one(
        comodel_name="property.key.issue",
        string="Issue or return of keys",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _copies_positive = models.Constraint(
        "CHECK(copies > 0)", "A movement moves one copy at least."
    )
    _places_differ = models.Constraint(
        "CHECK(source != target)", "A movement goes from one place to another."
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("Movements of keys follow from lending, returning, losing.")
            )
        now = fields.Datetime.now()
        stamp = {"moved_on": now, "user_id": self.env.uid}
        return super().create([{**vals, **stamp} for vals in vals_list])

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(
            self.env._("The movement log of keys is never edited; add a movement.")
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The movement log of keys is never deleted."))
