from odoo import api, fields, models

PEOPLE_GROUPS = (
    "property_service.property_service_group_assistant,"
    "property_service.property_service_group_auditor,"
    "account.group_account_invoice,account.group_account_readonly"
)
DESK_GROUPS = (
    "property_service.property_service_group_assistant,"
    "property_service.property_service_group_auditor"
)


class ResPartner(models.Model):
    _inherit = "res.partner"

    property_occupancy_ids = fields.One2many(
        comodel_name="property.occupancy",
        inverse_name="partner_id",
        string="Units held",
        groups=PEOPLE_GROUPS,
    )
    property_vehicle_ids = fields.One2many(
        comodel_name="property.vehicle",
        inverse_name="partner_id",
        string="Vehicles",
        groups=DESK_GROUPS,
    )
    property_person_ids = fields.One2many(
        comodel_name="property.person",
        inverse_name="partner_id",
        string="Person file",
        groups=DESK_GROUPS,
    )
    property_estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_partner_estate_rel",
        column1="partner_id",
        column2="estate_id",
        string="Estates",
        compute="_compute_property_resident",
        store=True,
        help="Estates where this person, or the company behind it, holds or held a"
        " unit; the record rule on residents reads it.",
    )
    property_is_resident = fields.Boolean(
        string="Resident",
        compute="_compute_property_resident",
        store=True,
        help="Holds or held a unit, or has a person file: seen by the service centre"
        " of its estates and by accountants only (SEC-01).",
    )
    property_preference_ids = fields.Many2many(
        comodel_name="property.preference",
        relation="property_partner_preference_rel",
        column1="partner_id",
        column2="preference_id",
        string="Preferences",
        groups=DESK_GROUPS,
        help="Needs and preferences, the basis of personal service (ARC-12).",
    )
    property_is_key_customer = fields.Boolean(
        string="Key customer",
        groups=DESK_GROUPS,
        help="Visited by the supervisor in person (ARC-14).",
    )
    property_grade = fields.Selection(
        selection=[("a", "A"), ("b", "B"), ("c", "C")],
        string="Customer grade",
        groups=DESK_GROUPS,
    )
    property_unit_codes = fields.Char(
        string="Units",
        compute="_compute_property_unit_codes",
        groups=PEOPLE_GROUPS,
        help="Units held today, with the role in each.",
    )

    @api.depends(
        "property_occupancy_ids.estate_id",
        "commercial_partner_id.property_occupancy_ids.estate_id",
        "property_person_ids",
        "ref_company_ids",
    )
    def _compute_property_resident(self):
        for partner in self:
            if partner.ref_company_ids:
                # The company's own card is on every document and hidden from nobody.
                partner.property_estate_ids = False
                partner.property_is_resident = False
                continue
            holders = partner | partner.commercial_partner_id
            estates = holders.property_occupancy_ids.estate_id
            partner.property_estate_ids = estates
            partner.property_is_resident = bool(estates or partner.property_person_ids)

    @api.depends(
        "property_occupancy_ids.unit_id.code",
        "property_occupancy_ids.role",
        "property_occupancy_ids.date_start",
        "property_occupancy_ids.date_end",
    )
    def _compute_property_unit_codes(self):
        occupancies = self.env["property.occupancy"]
        roles = dict(occupancies._fields["role"]._description_selection(self.env))
        rows = occupancies.search(
            occupancies._property_current_domain()
            & fields.Domain("partner_id", "in", self.ids)
        ).grouped("partner_id")
        for partner in self:
            partner.property_unit_codes = ", ".join(
                f"{row.unit_id.code} ({roles[row.role]})"
                for row in rows.get(partner, occupancies)
            )

    # === Actions ===

    def action_property_person(self):
        """Open the person file, a new one where there is none yet."""
        self.ensure_one()
        person = self.env["property.person"].search([("partner_id", "=", self.id)])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Person file"),
            "res_model": "property.person",
            "view_mode": "form",
            "res_id": person.id,
            "context": {"default_partner_id": self.id},
        }

    # === Business methods ===

    def _property_resident_occupancies(self, day):
        """Occupancies of a day of this person, or of the company it acts for."""
        occupancies = self.env["property.occupancy"]
        return occupancies.search(
            occupancies._property_current_domain(day)
            & occupancies._property_resident_domain(self)
        )

    def _property_resident_estates(self, day):
        """Estates in which this person or its company holds a unit on a day."""
        return self._property_resident_occupancies(day).estate_id

    def _property_anonymise(self):
        """Erase name and address; the number of the record stays on old documents."""
        for partner in self:
            partner.user_ids.write({"active": False})
            self.env["property.vehicle"].search(
                [("partner_id", "=", partner.id)]
            ).unlink()
            # Old phone numbers stand in the tracked changes.
            partner.message_ids.unlink()
            partner.with_context(tracking_disable=True).write(
                {
                    "name": self.env._("Former resident %(number)s", number=partner.id),
                    "phone": False,
                    "email": False,
                    "street": False,
                    "street2": False,
                    "zip": False,
                    "city": False,
                    "vat": False,
                    "ref": False,
                    "comment": False,
                    "image_1920": False,
                    "property_preference_ids": [fields.Command.clear()],
                    "property_is_key_customer": False,
                    "property_grade": False,
                    "active": False,
                }
            )
