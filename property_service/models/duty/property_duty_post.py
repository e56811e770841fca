from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("front_desk", "Front desk post"),
    ("image", "Image post of the lobby"),
    ("command", "Command centre post"),
    ("gate", "Gate post"),
    ("manager", "Manager on duty"),
    ("other", "Other post"),
]
# Who may be planned on a post (DUT-02, ORG-14); a kind not named here takes anybody.
ELIGIBLE = {
    "front_desk": {"assistant", "front_desk", "administrator"},
    "image": {"image", "assistant", "front_desk"},
    "command": {"command", "guard", "technician"},
    "gate": {"guard"},
    "manager": {"supervisor", "manager", "project_manager", "administrator"},
}
# Posts with a log of their own, as delivered.
LOGGED = {"front_desk", "command"}
DAY_KINDS = [
    ("every", "Every day"),
    ("workday", "Working days"),
    ("rest", "Weekends and public holidays"),
    ("holiday", "Public holidays alone"),
    ("mon_sat", "Monday to Saturday"),
    ("sunday", "Sunday"),
]


class PropertyDutyPost(models.Model):
    """岗位: a place that is manned in shifts, with the least number of people."""

    _name = "property.duty.post"
    _description = "Duty Post"
    _inherit = ["property.estate.mixin"]
    _order = "estate_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(string="Duty post", required=True)
    kind = fields.Selection(
        selection=KINDS, string="Kind of post", required=True, default="front_desk"
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    need_ids = fields.One2many(
        comodel_name="property.duty.need",
        inverse_name="post_id",
        string="Shifts and people needed",
        copy=True,
    )
    keeps_log = fields.Boolean(
        string="Keeps a duty log",
        compute="_compute_keeps_log",
        store=True,
        readonly=False,
        precompute=True,
        help="A log is opened for each shift of this post and handed over (DUT-05).",
    )
    till_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Till at this post",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('type', '=', 'cash'), ('company_id', '=', company_id)]",
        help="Its cash is counted at each handover.",
    )
    item_ids = fields.One2many(
        comodel_name="property.duty.item",
        inverse_name="post_id",
        string="Items counted at handover",
        copy=True,
    )

    _name_uniq = models.UniqueIndex(
        "(estate_id, name) WHERE active",
        "This estate has a post of this name already.",
    )

    # === Computes ===

    @api.depends("kind")
    def _compute_keeps_log(self):
        for post in self:
            post.keeps_log = post.kind in LOGGED

    # === Actions ===

    @api.model
    def action_create_usual(self):
        """Posts and shifts to begin with, for estates of the user that have none."""
        self.check_access("create")
        estates = self.env["property.estate"].search(
            [("company_id", "=", self.env.company.id)]
        )
        having = self.with_context(active_test=False).search([]).estate_id
        for estate in estates - having:
            self._property_create_usual(estate)
        if not estates - having:
            raise UserError(
                self.env._("Each of your estates has posts; change those in the list.")
            )
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    # === Business methods ===

    @api.model
    def _property_usual_shifts(self):
        """Examples that each estate changes, since the rule leaves the hours open.

        :return: list of (name, short sign, begin, end, is a peak), DUT-40 and DUT-51
        """
        return [
            (self.env._("Morning shift"), "早", 8.0, 16.0, False),
            (self.env._("Late shift"), "晚", 16.0, 24.0, False),
            (self.env._("Day shift"), "白", 8.0, 20.0, False),
            (self.env._("Night shift"), "夜", 20.0, 8.0, False),
            (self.env._("Morning peak"), "早峰", 7.5, 9.5, True),
            (self.env._("Noon peak"), "午峰", 11.5, 13.5, True),
            (self.env._("Evening peak"), "晚峰", 17.5, 19.5, True),
        ]

    @api.model
    def _property_usual_posts(self):
        """:return: list of (kind, short signs of its shifts, days)"""
        return [
            ("front_desk", ["早", "晚"], "every"),
            ("image", ["早峰", "午峰", "晚峰"], "workday"),
            ("command", ["白", "夜"], "every"),
            ("gate", ["白", "夜"], "every"),
            ("manager", ["白"], "holiday"),
        ]

    @api.model
    def _property_usual_items(self, kind):
        """What lies on a desk and is counted when shifts change (DUT-21)."""
        if kind not in LOGGED:
            return []
        names = [self.env._("Telephone"), self.env._("Computer")]
        names += [self.env._("Printer"), self.env._("Water dispenser")]
        return [
            fields.Command.create({"name": name, "sequence": 10 * number})
            for number, name in enumerate(names, 1)
        ]

    @api.model
    def _property_create_usual(self, estate):
        shift_types = self.env["property.duty.shift.type"].create(
            [
                {
                    "estate_id": estate.id,
                    "name": name,
                    "code": code,
                    "time_from": begin,
                    "time_to": end,
                    "is_peak": is_peak,
                    "sequence": 10 * (number + 1),
                    "color": number + 1,
                }
                for number, (name, code, begin, end, is_peak) in enumerate(
                    self._property_usual_shifts()
                )
            ]
        )
        of_code = shift_types.grouped("code")
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return self.create(
            [
                {
                    "estate_id": estate.id,
                    "name": labels[kind],
                    "kind": kind,
                    "sequence": 10 * (number + 1),
                    "item_ids": self._property_usual_items(kind),
                    "need_ids": [
                        fields.Command.create(
                            {"shift_type_id": of_code[code].id, "day_kind": day_kind}
                        )
                        for code in codes
                    ],
                }
                for number, (kind, codes, day_kind) in enumerate(
                    self._property_usual_posts()
                )
            ]
        )

    def _property_takes(self, staff):
        """Whether a member of staff may be planned here (DUT-02)."""
        self.ensure_one()
        return self.kind not in ELIGIBLE or staff.post in ELIGIBLE[self.kind]


class PropertyDutyNeed(models.Model):
    """How many people a post needs in a shift, and on which days (DUT-54)."""

    _name = "property.duty.need"
    _description = "People Needed on a Post"
    _order = "post_id, sequence, id"
    _check_company_auto = True

    post_id = fields.Many2one(
        comodel_name="property.duty.post",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="post_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="post_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    shift_type_id = fields.Many2one(
        comodel_name="property.duty.shift.type",
        string="Shift",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('estate_id', '=', estate_id)]",
    )
    day_kind = fields.Selection(
        selection=DAY_KINDS, string="On", required=True, default="every"
    )
    minimum = fields.Integer(string="People at least", required=True, default=1)

    _shift_uniq = models.Constraint(
        "UNIQUE(post_id, shift_type_id, day_kind)",
        "This post has this shift on these days already.",
    )
    _minimum_counted = models.Constraint(
        "CHECK(minimum > 0)", "At least one person is needed in a shift."
    )

    # === Constraints ===

    @api.constrains("post_id", "shift_type_id")
    def _check_estate(self):
        for need in self:
            if need.shift_type_id.estate_id != need.estate_id:
                raise ValidationError(
                    self.env._(
                        "Post “%(post)s”: take a shift of estate “%(estate)s”.",
                        post=need.post_id.name,
                        estate=need.estate_id.name,
                    )
                )

    # === Business methods ===

    def _property_is_needed(self, day, calendar_kind):
        """Whether the need holds on a day.

        :param calendar_kind: ``holiday``, ``workday`` or None, as the calendar of
            public holidays has it
        """
        self.ensure_one()
        weekday = day.weekday()
        works = calendar_kind == "workday" or (
            weekday < 5 and calendar_kind != "holiday"
        )
        return {
            "every": True,
            "workday": works,
            "rest": not works,
            "holiday": calendar_kind == "holiday",
            "mon_sat": weekday < 6,
            "sunday": weekday == 6,
        }[self.day_kind]
