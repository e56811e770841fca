from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

STEPS = {
    "state",
    "name",
    "started_on",
    "counted_by_id",
    "counted_on",
    "second_id",
    "closed_on",
}


class PropertyKeyCount(models.Model):
    """Count of a cabinet at shift change: two people, every difference explained.

    KEY-06: whoever goes counts, whoever comes signs.
    """

    _name = "property.key.count"
    _description = "Count of Keys"
    _inherit = ["property.estate.mixin", "property.evidence.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, index=True)
    cabinet_id = fields.Many2one(
        comodel_name="property.key.cabinet",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    # The cabinet says where it stands.
    estate_id = fields.Many2one(
        related="cabinet_id.estate_id",
        store=True,
        readonly=True,
        precompute=True,
        default=None,
    )
    line_ids = fields.One2many(
        comodel_name="property.key.count.line", inverse_name="count_id", string="Sets"
    )
    state = fields.Selection(
        selection=[
            ("open", "Counting"),
            ("counted", "To sign"),
            ("closed", "Signed off"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="open",
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    started_on = fields.Datetime(readonly=True, copy=False)
    counted_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Counted by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    counted_on = fields.Datetime(readonly=True, copy=False)
    second_id = fields.Many2one(
        comodel_name="res.users",
        string="Second person",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    closed_on = fields.Datetime(readonly=True, copy=False)
    signature = fields.Binary(attachment=True, copy=False)
    note = fields.Text()
    line_count = fields.Integer(string="Sets to count", compute="_compute_numbers")
    counted_count = fields.Integer(string="Sets counted", compute="_compute_numbers")
    difference_count = fields.Integer(string="Differences", compute="_compute_numbers")

    _one_open = models.UniqueIndex(
        "(cabinet_id) WHERE state IN ('open', 'counted')",
        "This cabinet is being counted already; go on with that count.",
    )

    @api.depends("line_ids.is_counted", "line_ids.difference")
    def _compute_numbers(self):
        for count in self:
            lines = count.line_ids
            count.line_count = len(lines)
            count.counted_count = len(lines.filtered("is_counted"))
            count.difference_count = len(
                lines.filtered(lambda line: line.is_counted and line.difference)
            )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """A count has a line for each set of the cabinet, and no other."""
        # Done by the steps only, whatever the caller or a default_* key says.
        clean = dict.fromkeys(STEPS, False)
        clean |= {"state": "open", "started_on": fields.Datetime.now()}
        counts = super().create(
            [
                {k: v for k, v in {**vals, **clean}.items() if k != "line_ids"}
                for vals in vals_list
            ]
        )
        for count in counts:
            # Numbers and lines are made on behalf of the desk.
            count.sudo().write(
                {
                    "name": self.env["ir.sequence"]
                    .with_company(count.company_id)
                    .next_by_code("property.key.count"),
                    "line_ids": [
                        fields.Command.create({"set_id": keys.id})
                        for keys in count.cabinet_id.set_ids
                        if keys.copies
                    ],
                }
            )
        return counts

    def write(self, vals):
        if not self.env.su:
            if STEPS & set(vals) or "cabinet_id" in vals:
                raise UserError(
                    self.env._("The status of a count follows from its steps.")
                )
            if self.filtered(lambda count: count.state in ("closed", "cancelled")):
                raise UserError(self.env._("This count is closed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A count is cancelled, not deleted."))

    # === Actions ===

    def action_scan(self, text):
        """Count one more copy of the set on the label.

        :return: name of the set, for the screen
        """
        self.ensure_one()
        self._property_check_state("open")
        keys = self.env["property.key.set"]._property_of_label(text)
        line = self.line_ids.filtered(lambda row: row.set_id == keys) if keys else None
        if not line:
            raise UserError(
                self.env._(
                    "“%(text)s” is no key of cabinet %(cabinet)s.",
                    text=text,
                    cabinet=self.cabinet_id.name,
                )
            )
        line.write({"counted": line.counted + 1, "is_counted": True})
        return line.set_id.display_name

    def action_count_rest(self):
        """Everything that was not touched yet is as the ledger says."""
        self.ensure_one()
        self._property_check_state("open")
        for line in self.line_ids.filtered(lambda row: not row.is_counted):
            line.write({"counted": line.set_id.copies_in, "is_counted": True})
        return True

    def action_finish(self):
        """The first person has counted; differences are explained."""
        self.ensure_one()
        self.check_access("write")
        self._property_check_state("open")
        self.line_ids._property_check_explained()
        # The steps write what users may not.
        self.sudo().write(
            {
                "state": "counted",
                "counted_by_id": self.env.uid,
                "counted_on": fields.Datetime.now(),
            }
        )
        return True

    def action_recount(self):
        """The second person does not agree: count again."""
        self.ensure_one()
        self.check_access("write")
        self._property_check_state("counted")
        # As above.
        self.sudo().write({"state": "open", "counted_by_id": False})
        return True

    def action_sign(self):
        """The second person agrees: differences are booked, the count is closed."""
        self.ensure_one()
        self.check_access("write")
        self._property_check_state("counted")
        if self.env.user == self.counted_by_id:
            raise UserError(
                self.env._(
                    "%(user)s counted; a second person signs the count.",
                    user=self.env.user.name,
                )
            )
        self.line_ids._property_book()
        # As above.
        self.sudo().write(
            {
                "state": "closed",
                "second_id": self.env.uid,
                "closed_on": fields.Datetime.now(),
            }
        )
        return True

    def action_cancel(self):
        self.ensure_one()
        self.check_access("write")
        if self.state not in ("open", "counted"):
            raise UserError(self.env._("This count is closed."))
        # As above.
        self.sudo().state = "cancelled"
        return True

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "counted_by_id",
            "time": "closed_on",
            "subject": "cabinet_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("state", "=", "closed")

    # === Business methods ===

    @api.model
    def _property_start(self, cabinet):
        """The running count of a cabinet, else a new one; for duty handovers too."""
        running = self.search(
            [("cabinet_id", "=", cabinet.id), ("state", "in", ("open", "counted"))]
        )
        return running or self.create({"cabinet_id": cabinet.id})

    def _property_check_state(self, state):
        self.ensure_one()
        self.check_access("write")
        if not self.try_lock_for_update():
            raise UserError(
                self.env._(
                    "A colleague is working on %(count)s at this moment; try again.",
                    count=self.name,
                )
            )
        self.invalidate_recordset(["state"])
        if self.state != state:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(count)s is “%(state)s”, so this step is not open.",
                    count=self.name,
                    state=labels[self.state],
                )
            )
