from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PropertyKeyCabinet(models.Model):
    """A cabinet with numbered hooks in which an estate keeps its keys (KEY-01)."""

    _name = "property.key.cabinet"
    _description = "Key Cabinet"
    _inherit = ["property.estate.mixin", "mail.thread"]
    _order = "estate_id, code, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=False)
    code = fields.Char(required=True, help="Short, before the hook: A-012.")
    location = fields.Char(help="Where it stands, such as the front desk.")
    hook_count = fields.Integer(string="Hooks", required=True, default=100)
    active = fields.Boolean(default=True)
    set_ids = fields.One2many(
        comodel_name="property.key.set", inverse_name="cabinet_id", string="Key sets"
    )
    set_count = fields.Integer(string="Sets", compute="_compute_counts")
    copies_in = fields.Integer(string="Copies inside", compute="_compute_counts")
    copies_out = fields.Integer(string="Copies lent", compute="_compute_counts")
    last_count_id = fields.Many2one(
        comodel_name="property.key.count",
        compute="_compute_last_count_id",
        string="Last count",
    )

    _code_uniq = models.Constraint(
        "UNIQUE(estate_id, code)", "This estate has a cabinet with this code already."
    )
    _hooks_positive = models.Constraint(
        "CHECK(hook_count > 0)", "A cabinet has one hook at least."
    )

    # === Computes ===

    @api.depends("set_ids.copies_in", "set_ids.copies_out")
    def _compute_counts(self):
        """One grouped query for all cabinets shown."""
        groups = self.env["property.key.set"]._read_group(
            [("cabinet_id", "in", self.ids)],
            ["cabinet_id"],
            ["__count", "copies_in:sum", "copies_out:sum"],
        )
        found = {cabinet.id: numbers for cabinet, *numbers in groups}
        for cabinet in self:
            numbers = found.get(cabinet.id, (0, 0, 0))
            cabinet.set_count, cabinet.copies_in, cabinet.copies_out = numbers

    def _compute_last_count_id(self):
        counts = dict(
            self.env["property.key.count"]._read_group(
                [("cabinet_id", "in", self.ids), ("state", "=", "closed")],
                ["cabinet_id"],
                ["id:max"],
            )
        )
        for cabinet in self:
            cabinet.last_count_id = counts.get(cabinet, False)

    # === Constraints ===

    @api.constrains("estate_id")
    def _check_estate(self):
        for cabinet in self:
            if cabinet.with_context(active_test=False).set_ids.filtered(
                lambda keys, cabinet=cabinet: keys.estate_id != cabinet.estate_id
            ):
                raise ValidationError(
                    self.env._(
                        "Cabinet %(cabinet)s holds keys of its estate; take them out"
                        " before it goes to another.",
                        cabinet=cabinet.name,
                    )
                )

    # === Actions ===

    def action_open_sets(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_key_set_action"
        )
        action["domain"] = [("cabinet_id", "=", self.id)]
        action["context"] = {
            "default_cabinet_id": self.id,
            "default_estate_id": self.estate_id.id,
        }
        action.pop("path", None)
        return action

    def action_start_count(self):
        """Open a count of this cabinet, the running one if there is one (KEY-06)."""
        self.ensure_one()
        count = self.env["property.key.count"]._property_start(self)
        return count.get_formview_action()

    # === Business methods ===

    def _property_free_hook(self):
        """Number of the first hook on which no set hangs.

        :raise ValidationError: when the cabinet is full
        """
        self.ensure_one()
        # A hook is taken whoever may see what hangs on it.
        taken = set(self.sudo().set_ids.mapped("hook"))
        for number in range(1, self.hook_count + 1):
            if number not in taken:
                return number
        raise ValidationError(
            self.env._(
                "Cabinet %(cabinet)s is full: all %(count)s hooks are taken. Choose"
                " another cabinet, or archive sets that are not kept any more.",
                cabinet=self.name,
                count=self.hook_count,
            )
        )
