from odoo import api, fields, models

DAYS = 365  # of which failures are counted


class MaintenanceEquipment(models.Model):
    """Public facilities of an estate: lifts, fire equipment, pumps (PAT-06, PAT-12)."""

    _inherit = "maintenance.equipment"

    property_estate_id = fields.Many2one(
        comodel_name="property.estate",
        string="Estate",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    property_building_id = fields.Many2one(
        comodel_name="property.building",
        string="Building",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('estate_id', '=', property_estate_id)]",
    )
    property_place = fields.Char(
        string="Place", help="Where it stands, such as a floor or a pump room."
    )
    property_point_ids = fields.One2many(
        comodel_name="property.patrol.point",
        inverse_name="equipment_id",
        string="Patrol points",
    )
    property_failure_count = fields.Integer(
        string="Failures in a year", compute="_compute_property_failures"
    )
    property_failure_rate = fields.Float(
        string="Failures a month",
        digits=(12, 2),
        compute="_compute_property_failures",
        help="Repairs on record in the last twelve months, or since it began to run.",
    )
    property_open_failure_count = fields.Integer(
        string="Failures open", compute="_compute_property_failures"
    )
    property_checked_on = fields.Datetime(
        string="Last patrolled on", compute="_compute_property_checked_on"
    )

    # === Computes ===

    def _compute_property_failures(self):
        """From repairs, whether a patrol or a customer reported them (PAT-12)."""
        today = self.env.user._property_today()
        since = fields.Date.subtract(today, days=DAYS)
        counts, opened = {}, {}
        # A figure of the facility, which does not depend on who may open the requests.
        for equipment, closed, number in (
            self.env["helpdesk.ticket"]
            .sudo()
            ._read_group(
                [
                    ("property_equipment_id", "in", self.ids),
                    ("property_kind", "=", "repair"),
                    ("property_received_on", ">=", since),
                ],
                ["property_equipment_id", "closed"],
                ["__count"],
            )
        ):
            counts[equipment.id] = counts.get(equipment.id, 0) + number
            if not closed:
                opened[equipment.id] = number
        for equipment in self:
            count = counts.get(equipment.id, 0)
            start = max(equipment.effective_date or since, since)
            months = max((today - start).days / 365 * 12, 1.0)
            equipment.property_failure_count = count
            equipment.property_failure_rate = count / months
            equipment.property_open_failure_count = opened.get(equipment.id, 0)

    def _compute_property_checked_on(self):
        last = dict(
            self.env["property.patrol.check"]._read_group(
                [("equipment_id", "in", self.ids), ("state", "=", "done")],
                ["equipment_id"],
                ["checked_on:max"],
            )
        )
        for equipment in self:
            equipment.property_checked_on = last.get(equipment, False)

    # === Constraints ===

    @api.constrains("property_estate_id", "property_building_id", "company_id")
    def _check_property_estate(self):
        for equipment in self.filtered("property_estate_id"):
            estate = equipment.property_estate_id
            estate._property_patrol_same(
                equipment.property_building_id.estate_id, equipment
            )
            if equipment.company_id != estate.company_id:
                equipment.company_id = estate.company_id

    # === Actions ===

    def action_property_open_failures(self):
        """The repairs that are counted."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "property_service.property_request_action"
            ),
            "path": False,
            "domain": [("property_equipment_id", "=", self.id)],
            "context": {
                "property_desk": True,
                "default_property_equipment_id": self.id,
                "default_property_estate_id": self.property_estate_id.id,
                "default_property_kind": "repair",
            },
        }
