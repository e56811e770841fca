from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyKeyCountLine(models.Model):
    """One set in a count: what the ledger says, what hangs on the hook."""

    _name = "property.key.count.line"
    _description = "Counted Key Set"
    _order = "count_id, hook, id"
    _rec_name = "set_id"
    _check_company_auto = True

    count_id = fields.Many2one(
        comodel_name="property.key.count", required=True, index=True, ondelete="cascade"
    )
    estate_id = fields.Many2one(
        related="count_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="count_id.company_id", store=True, index=True, precompute=True
    )
    set_id = fields.Many2one(
        comodel_name="property.key.set",
        string="Key set",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    hook = fields.Integer(related="set_id.hook", store=True, aggregator=None)
    copies_now = fields.Integer(
        related="set_id.copies_in", string="In the ledger now", related_sudo=True
    )
    expected = fields.Integer(
        readonly=True, help="What the ledger said when it was counted."
    )
    counted = fields.Integer(string="Copies found")
    is_counted = fields.Boolean(string="Hook looked at")
    difference = fields.Integer(compute="_compute_difference", store=True)
    resolution = fields.Selection(
        selection=[
            ("lost", "Missing: report the loss"),
            ("found", "A lost copy turned up"),
            ("surplus", "More than known: into the ledger"),
        ],
        string="What follows",
    )
    explanation = fields.Char(string="Reason for the difference")

    _set_once = models.Constraint(
        "UNIQUE(count_id, set_id)", "This set is in the count already."
    )
    _counted_positive = models.Constraint(
        "CHECK(counted >= 0)", "A count cannot be negative."
    )

    @api.depends("counted", "expected", "is_counted")
    def _compute_difference(self):
        for line in self:
            line.difference = line.is_counted and line.counted - line.expected

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(
                self.env._("A count has a line for each set of the cabinet already.")
            )
        return super().create(vals_list)

    def write(self, vals):
        """What the ledger says is kept with the number that was counted."""
        if self.env.su:
            return super().write(vals)
        for line in self:
            if line.count_id.state != "open":
                raise UserError(
                    self.env._("The count is finished; ask for a recount to change it.")
                )
        if {"expected", "set_id", "count_id"} & set(vals):
            raise UserError(
                self.env._("What the ledger says about a set is not for counters.")
            )
        result = super().write(vals)
        if "counted" in vals or "is_counted" in vals:
            for line in self:
                keys = line.set_id
                # The ledger's number is the server's.
                line.sudo().write(
                    {
                        "expected": keys.copies_in,
                        "is_counted": vals.get("is_counted", True),
                    }
                )
        return result

    # === Business methods ===

    def _property_check_explained(self):
        """Every set is counted, every difference explained and given a consequence."""
        missing = self.filtered(lambda line: not line.is_counted)
        if missing:
            raise UserError(
                self.env._(
                    "Not counted yet: %(sets)s.",
                    sets=", ".join(missing.set_id.mapped("display_name")),
                )
            )
        for line in self.filtered("difference"):
            follows = ("lost",) if line.difference < 0 else ("found", "surplus")
            if line.resolution not in follows or not (line.explanation or "").strip():
                raise UserError(
                    self.env._(
                        "%(keys)s: %(counted)s counted, %(expected)s in the ledger."
                        " Choose what follows and explain it.",
                        keys=line.set_id.display_name,
                        counted=line.counted,
                        expected=line.expected,
                    )
                )

    def _property_book(self):
        """Bring the ledger in line with what two people have counted."""
        self._property_check_explained()
        for line in self.filtered("difference"):
            values = {"count_id": line.count_id.id, "note": line.explanation}
            if line.difference < 0:
                line._property_report_loss()
            elif line.resolution == "found":
                line.set_id._property_move("found", line.difference, **values)
            else:
                line.set_id._property_move("register", line.difference, **values)

    def _property_report_loss(self):
        self.ensure_one()
        loss = self.env["property.key.loss"].create(
            {
                "set_id": self.set_id.id,
                "source": "cabinet",
                "copies": -self.difference,
                "count_id": self.count_id.id,
                "reported_by": self.count_id.counted_by_id.name,
                "circumstances": self.explanation,
            }
        )
        loss.action_report()
