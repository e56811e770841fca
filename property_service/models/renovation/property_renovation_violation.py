from odoo import api, fields, models
from odoo.exceptions import UserError

OPEN_STATES = ("draft", "dissuaded", "stopped", "reported", "rectified")
# From the stop order until somebody has found it rectified.
STOPPING_STATES = ("stopped", "reported", "rectified")


class PropertyRenovationViolation(models.Model):
    """违章装修: found with photos, dissuaded, stopped, reported, rectified (REN-21).

    110号令 §17 and §42 oblige the company to dissuade, stop and report; each stage has
    a deadline, a numbered letter and a row that stays. Nothing is skipped or deleted.
    """

    _name = "property.renovation.violation"
    _description = "Renovation Violation"
    _inherit = ["property.renovation.site.mixin"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Record No.", readonly=True, copy=False, index="trigram", default="/"
    )
    state = fields.Selection(
        selection=[
            ("draft", "Found on the site"),
            ("dissuaded", "Dissuaded"),
            ("stopped", "Stop order"),
            ("reported", "Reported"),
            ("rectified", "Rectified"),
            ("closed", "Closed"),
            ("withdrawn", "Withdrawn"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        index=True,
        copy=False,
        tracking=True,
    )
    kind_id = fields.Many2one(
        comodel_name="property.renovation.violation.kind",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    law = fields.Char(related="kind_id.law")
    sanction = fields.Char(related="kind_id.sanction")
    authority = fields.Char(
        compute="_compute_authority", store=True, readonly=False, precompute=True
    )
    description = fields.Text(string="What was found", required=True)
    place = fields.Char(string="Part of the unit", help="Such as living room.")
    inspection_id = fields.Many2one(
        comodel_name="property.renovation.inspection",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        help="The daily inspection in which it was found.",
    )
    found_on = fields.Datetime(readonly=True, copy=False)
    found_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    stops_site = fields.Boolean(
        string="Stops the site",
        compute="_compute_stops_site",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    stage_ids = fields.One2many(
        comodel_name="property.renovation.violation.stage",
        inverse_name="violation_id",
        readonly=True,
    )
    proof_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_renovation_violation_proof_rel",
        column1="violation_id",
        column2="attachment_id",
        string="Proof of rectification",
        copy=False,
    )
    result = fields.Selection(
        selection=[
            ("rectified", "Rectified"),
            ("deducted", "Deducted from the deposit"),
        ],
        readonly=True,
        copy=False,
        tracking=True,
    )
    rectified_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Rectification recorded by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    closed_on = fields.Datetime(readonly=True, copy=False)
    closed_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This number is taken already."
    )
    _open_idx = models.Index(
        "(renovation_id) WHERE state NOT IN ('closed', 'withdrawn')"
    )

    # === Computes ===

    @api.depends("kind_id")
    def _compute_authority(self):
        for violation in self:
            violation.authority = violation.kind_id.authority or violation.authority

    @api.depends("kind_id")
    def _compute_stops_site(self):
        for violation in self:
            violation.stops_site = violation.kind_id.stops_site

    @api.depends("name", "kind_id")
    def _compute_display_name(self):
        for violation in self:
            parts = ["" if violation.name == "/" else violation.name]
            parts.append(violation.kind_id.name)
            violation.display_name = " ".join(part for part in parts if part)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        violations = super().create(vals_list)
        violations._property_check_site()
        violations._property_number("property.renovation.violation")
        for violation in violations:
            violation._property_set(
                found_on=fields.Datetime.now(), found_by_id=self.env.uid
            )
            violation._property_due_in("renovation.violation_dissuade_hours")
        violations._property_from_inspection(
            self.env.context.get("property_inspection_id")
        )
        return violations

    def _property_from_inspection(self, inspection_id):
        """Tie it to the inspection that found it, with copies of the photos there."""
        inspections = self.env["property.renovation.inspection"]
        inspection = inspections.browse(inspection_id or []).exists()
        inspection.check_access("read")
        for violation in self:
            if violation.renovation_id != inspection.renovation_id:
                continue
            lines = inspection.checklist_id.line_ids
            failed = lines.filtered(lambda line: line.result == "fail")
            photos = failed.photo_ids or inspection.photo_ids
            # The inspection keeps its own files as its evidence.
            copies = photos.sudo().copy(
                {"res_model": self._name, "res_id": violation.id}
            )
            violation._property_set(
                inspection_id=inspection.id,
                photo_ids=[fields.Command.link(photo.id) for photo in copies],
            )

    def write(self, vals):
        fixed = {"renovation_id", "kind_id", "description", "place", "photo_ids"}
        fixed |= {"stops_site"}
        if fixed & vals.keys() and not self.env.su:
            if any(violation.state != "draft" for violation in self):
                raise UserError(
                    self.env._(
                        "What was found is evidence from the first letter on and is"
                        " not changed; add proof of the rectification beside it."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "A violation is never deleted; a supervisor withdraws one that was"
                " found by mistake, with the reason."
            )
        )

    def _property_step_fields(self):
        return super()._property_step_fields() | {
            "name",
            "found_on",
            "found_by_id",
            "inspection_id",
            "stage_ids",
            "result",
            "rectified_by_id",
            "closed_on",
            "closed_by_id",
        }

    def _property_check_site(self):
        """Also before the permit: beginning without one is a violation itself."""
        for renovation in self.renovation_id:
            if renovation.state in ("archived", "rejected", "cancelled"):
                raise UserError(
                    self.env._(
                        "Renovation %(renovation)s is closed; open a new one for what"
                        " is found now.",
                        renovation=renovation.display_name,
                    )
                )

    def _property_file_fields(self):
        return super()._property_file_fields() | {"proof_ids"}
