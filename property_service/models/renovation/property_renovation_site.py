from odoo import api, fields, models
from odoo.fields import Domain

from .property_renovation_material import OPEN_STATES as OPEN_MATERIALS
from .property_renovation_violation import OPEN_STATES as OPEN_VIOLATIONS
from .property_renovation_violation import STOPPING_STATES


class PropertyRenovation(models.Model):
    """The site of a renovation: what is looked at, brought in, found and tested."""

    # Of an estate, so that routines and samples may count it.
    _name = "property.renovation"
    _inherit = ["property.renovation", "property.estate.mixin"]

    estate_id = fields.Many2one(default=None)  # follows the unit, never the user
    inspection_ids = fields.One2many(
        comodel_name="property.renovation.inspection", inverse_name="renovation_id"
    )
    material_ids = fields.One2many(
        comodel_name="property.renovation.material", inverse_name="renovation_id"
    )
    violation_ids = fields.One2many(
        comodel_name="property.renovation.violation", inverse_name="renovation_id"
    )
    test_ids = fields.One2many(
        comodel_name="property.renovation.test", inverse_name="renovation_id"
    )
    inspection_count = fields.Integer(
        compute="_compute_last_inspection", compute_sudo=True
    )
    last_inspected_on = fields.Date(
        string="Last inspected on",
        compute="_compute_last_inspection",
        compute_sudo=True,
    )
    last_progress = fields.Integer(
        string="Progress (%)",
        compute="_compute_last_inspection",
        compute_sudo=True,
    )
    is_inspected_today = fields.Boolean(
        string="Inspected today",
        compute="_compute_last_inspection",
        compute_sudo=True,
        search="_search_is_inspected_today",
    )
    violation_count = fields.Integer(compute="_compute_site_counts", compute_sudo=True)
    open_violation_count = fields.Integer(
        string="Open violations",
        compute="_compute_site_counts",
        compute_sudo=True,
    )
    is_site_stopped = fields.Boolean(
        string="Site stopped",
        compute="_compute_site_counts",
        compute_sudo=True,
        search="_search_is_site_stopped",
        help="A stop order is in force: only the rectification goes on.",
    )
    material_count = fields.Integer(compute="_compute_site_counts", compute_sudo=True)
    test_count = fields.Integer(compute="_compute_site_counts", compute_sudo=True)

    # === Computes ===

    @api.depends("inspection_ids.state", "inspection_ids.progress")
    def _compute_last_inspection(self):
        done = [("renovation_id", "in", self.ids), ("state", "=", "done")]
        inspections = self.env["property.renovation.inspection"]
        rows = inspections._read_group(
            done, ["renovation_id"], ["__count", "date:max", "id:max"]
        )
        found = {row[0].id: row[1:] for row in rows}
        latest = inspections.browse(row[3] for row in rows)
        progress = {row.renovation_id.id: row.progress for row in latest}
        today = self.env.user._property_today()
        for renovation in self:
            count, date, _id = found.get(renovation.id, (0, False, False))
            renovation.inspection_count = count
            renovation.last_inspected_on = date
            renovation.last_progress = progress.get(renovation.id, 0)
            renovation.is_inspected_today = date == today

    def _search_is_inspected_today(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env.user._property_today()
        seen = Domain(
            "inspection_ids",
            "any",
            [("date", "=", today), ("state", "=", "done")],
        )
        return seen if True in value else ~seen

    @api.depends(
        "violation_ids.state",
        "violation_ids.stops_site",
        "material_ids.state",
        "test_ids.state",
    )
    def _compute_site_counts(self):
        total, is_open, stopped = {}, {}, set()
        for renovation, state, stops, count in self.env[
            "property.renovation.violation"
        ]._read_group(
            [("renovation_id", "in", self.ids), ("state", "!=", "withdrawn")],
            ["renovation_id", "state", "stops_site"],
            ["__count"],
        ):
            total[renovation.id] = total.get(renovation.id, 0) + count
            if state in OPEN_VIOLATIONS:
                is_open[renovation.id] = is_open.get(renovation.id, 0) + count
            if stops and state in STOPPING_STATES:
                stopped.add(renovation.id)
        materials = self._property_count_of("property.renovation.material")
        tests = self._property_count_of("property.renovation.test")
        for renovation in self:
            renovation.violation_count = total.get(renovation.id, 0)
            renovation.open_violation_count = is_open.get(renovation.id, 0)
            renovation.is_site_stopped = renovation.id in stopped
            renovation.material_count = materials.get(renovation.id, 0)
            renovation.test_count = tests.get(renovation.id, 0)

    def _property_count_of(self, model):
        rows = self.env[model]._read_group(
            [("renovation_id", "in", self.ids)], ["renovation_id"], ["__count"]
        )
        return {renovation.id: count for renovation, count in rows}

    def _search_is_site_stopped(self, operator, value):
        if operator != "in":
            return NotImplemented
        stopped = Domain(
            "violation_ids",
            "any",
            [("state", "in", STOPPING_STATES), ("stops_site", "=", True)],
        )
        return stopped if True in value else ~stopped

    # === Actions ===

    def action_inspect_today(self):
        """Open today's inspection of the site, whoever began it (REN-19)."""
        self.ensure_one()
        inspections = self.env["property.renovation.inspection"]
        inspection = inspections.search(
            [
                ("renovation_id", "=", self.id),
                ("date", "=", self.env.user._property_today()),
            ]
        ) or inspections.create({"renovation_id": self.id})
        return {
            **inspection.get_formview_action(),
            "name": inspection.display_name,
        }

    def action_open_inspections(self):
        return self._property_open_site("property_renovation_inspection_action")

    def action_open_violations(self):
        return self._property_open_site("property_renovation_violation_action")

    def action_open_materials(self):
        return self._property_open_site("property_renovation_material_action")

    def action_open_tests(self):
        return self._property_open_site("property_renovation_test_action")

    def action_new_material(self):
        """The gate asks: one tap from the site's card (REN-24)."""
        return self._property_new_on_site(
            "material", self.env._("Material at the gate")
        )

    def action_new_violation(self):
        return self._property_new_on_site("violation", self.env._("Violation"))

    def _property_new_on_site(self, model, name):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": f"property.renovation.{model}",
            "view_mode": "form",
            "context": {"default_renovation_id": self.id},
        }

    def _property_open_site(self, xmlid):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                f"property_service.{xmlid}"
            ),
            "domain": [("renovation_id", "=", self.id)],
            "context": {"default_renovation_id": self.id},
        }

    # === Business methods ===

    def _property_open_violations(self):
        """Violations that are not settled; they block acceptance and refund."""
        # What blocks must not depend on who looks.
        violations = self.env["property.renovation.violation"].sudo()
        return violations.search(
            [("renovation_id", "in", self.ids), ("state", "in", OPEN_VIOLATIONS)]
        ).sudo(self.env.su)

    def _property_open_materials(self):
        """Material that waits at the gate for a decision."""
        materials = self.env["property.renovation.material"].sudo()  # as above
        return materials.search(
            [("renovation_id", "in", self.ids), ("state", "in", OPEN_MATERIALS)]
        ).sudo(self.env.su)

    def _property_missing_tests(self):
        """Whether a test of REN-18 is still to be passed before the acceptance."""
        self.ensure_one()
        tests = self.env["property.renovation.test"].sudo()  # as above
        states = tests.search([("renovation_id", "=", self.id)]).grouped("kind")
        water = set(states.get("water", tests).mapped("state"))
        if self.touches_waterproofing and "passed" not in water:
            return True
        # What failed or was begun is to be passed, in its place.
        rows = tests.search([("renovation_id", "=", self.id)], order="id")
        last = {(test.kind, test.place): test.state for test in rows}
        return bool({"running", "failed"} & set(last.values()))

    def _property_gates_site(self):
        """What the site still has open before it is accepted."""
        violations = self._property_open_violations()
        return [
            *super()._property_gates_site(),
            (
                "violations",
                not violations,
                self.env._(
                    "Violations are not settled: %(violations)s.",
                    violations="、".join(violations.mapped("display_name")),
                ),
                False,
            ),
            (
                "tests",
                self.state in ("permitted", "cancelled")
                or not self._property_missing_tests(),
                self.env._(
                    "The water-tightness test (闭水试验) is not passed (REN-18)."
                ),
                True,
            ),
            (
                "materials",
                not self._property_open_materials(),
                self.env._("Material still waits at the gate for a decision."),
                True,
            ),
        ]
