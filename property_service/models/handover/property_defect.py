import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.context import without_defaults

STATES = [
    ("registered", "Registered"),
    ("transferred", "Transferred to party"),
    ("repaired", "Repaired"),
    ("passed", "Passed, to be signed"),
    ("closed", "Signed and closed"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("registered", "transferred", "repaired", "passed")
RESPONSIBLE = [
    ("developer", "Developer"),
    ("company", "Property company"),
    ("owner", "Owner"),
]
SUPERVISOR = "property_service.property_service_group_supervisor"
# What describes the defect: fixed once somebody else was told of it.
WORDS = {
    "unit_id",
    "section",
    "part",
    "description",
    "is_common",
    "warranty_class_id",
    "found_on",
    "partner_id",
}
# What users write at all; everything else follows from the steps.
WRITABLE = WORDS | {"priority", "photo_ids", "note", "repair_user_id"}


class PropertyDefect(models.Model):
    """遗留工程: a defect of a unit, followed until the owner signs (MVI-18)."""

    _name = "property.defect"
    _description = "Outstanding Work"
    _inherit = ["property.evidence.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "found_on desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Work number", readonly=True, copy=False, index=True)
    state = fields.Selection(
        selection=STATES,
        string="Status",
        required=True,
        default="registered",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    priority = fields.Selection(
        selection=[("0", "Normal"), ("1", "Urgent")], default="0", tracking=True
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    estate_id = fields.Many2one(
        related="unit_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="unit_id.company_id", store=True, index=True, precompute=True
    )
    building_id = fields.Many2one(
        related="unit_id.building_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Owner",
        index="btree_not_null",
        ondelete="restrict",
        help="Who reported it, and signs when it is repaired.",
    )
    inspection_id = fields.Many2one(
        comodel_name="property.inspection",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    checklist_line_id = fields.Many2one(
        comodel_name="property.checklist.line",
        string="Line of the inspection",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    section = fields.Char(string="Room or place", help="For example the kitchen.")
    part = fields.Char(required=True, help="For example the walls.")
    part_key = fields.Char(compute="_compute_part_key", store=True)
    description = fields.Text(string="What is wrong", required=True, tracking=True)
    is_common = fields.Boolean(
        string="Common part", help="Belongs to the building, not to the unit alone."
    )
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_defect_photo_rel",
        column1="defect_id",
        column2="attachment_id",
        string="Photos",
        copy=False,
    )
    found_on = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self),
        index=True,
        tracking=True,
    )
    found_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Entered by",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    warranty_class_id = fields.Many2one(
        comodel_name="property.warranty.class",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    note = fields.Text()

    _name_uniq = models.UniqueIndex(
        "(company_id, name)", "This number of an outstanding work is taken already."
    )
    _line_uniq = models.UniqueIndex(
        "(checklist_line_id) WHERE checklist_line_id IS NOT NULL",
        "This line of the inspection is in the ledger already.",
    )
    _part_idx = models.Index("(unit_id, part_key)")

    # === Computes ===

    @api.depends("name", "unit_id.code", "part")
    def _compute_display_name(self):
        for defect in self:
            parts = [defect.name, defect.unit_id.code, defect.part]
            defect.display_name = " ".join(part for part in parts if part)

    @api.depends("section", "part")
    def _compute_part_key(self):
        for defect in self:
            defect.part_key = self._property_part_key(defect.section, defect.part)

    @api.model
    def _property_part_key(self, section, part):
        """Room and part without what people write differently from day to day."""
        text = f"{section or ''}/{part or ''}".lower()
        return re.sub(r"[\s,，、.。;；:：()（）·-]", "", text)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {key: value for key, value in vals.items() if key in WRITABLE}
                for vals in vals_list
            ]
        vals_list = [self._property_number(vals) for vals in vals_list]
        plain = without_defaults(self, keep=WRITABLE)
        defects = super(PropertyDefect, plain).create(vals_list)
        defects._property_adopt_photos()
        # What follows from the entry is not the user's to write.
        defects.sudo()._property_register()
        return defects

    def write(self, vals):
        if not self.env.su:
            self._property_check_write(vals)
        kept = {defect: defect.photo_ids for defect in self}
        result = super().write(vals)
        if "photo_ids" in vals:
            self._property_adopt_photos()
            self._property_check_photos_kept(kept)
        if {"warranty_class_id", "found_on", "is_common", "unit_id"} & vals.keys():
            registered = self.filtered(lambda row: row.state == "registered")
            # As above: the party follows from class and dates.
            registered.sudo()._property_assess()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._(
                "An outstanding work stays in the ledger; a supervisor can cancel it"
                " with a reason."
            )
        )

    # === Business methods ===

    @api.model
    def _property_number(self, vals):
        unit = self.env["property.unit"].browse(vals.get("unit_id"))
        # The number belongs to the unit's company, whoever enters the defect.
        company = unit.sudo().company_id
        sequence = self.env["ir.sequence"].with_company(company)
        return {**vals, "name": sequence.next_by_code("property.defect")}

    def _property_register(self):
        """What is known as soon as a defect is entered."""
        for defect in self:
            if not defect.partner_id:
                defect.partner_id = defect.unit_id.owner_ids[:1]
        self._property_assess()
        self._property_find_repeats()
        self._property_set_transfer_due()

    def _property_adopt_photos(self):
        """Photos just uploaded become the work's own; none is borrowed from elsewhere.

        A client may name any file: a foreign one would show to all who see the work.
        """
        for defect in self:
            # Whose files they are is looked at here; the user may see fewer.
            photos = defect.sudo().photo_ids
            own = photos.filtered(
                lambda file, defect=defect: (
                    (file.res_model == defect._name and file.res_id == defect.id)
                    # As above.
                    or file in defect.sudo().checklist_line_id.photo_ids
                )
            )
            self._property_take_over(photos - own, defect)

    @api.model
    def _property_take_over(self, files, record):
        """Attach files that the present user has just uploaded to a record.

        :raise AccessError: for files of somebody else or of another record
        """
        for file in files:
            if file.res_id or file.create_uid != self.env.user:
                raise AccessError(
                    self.env._(
                        "“%(file)s” belongs to another record; upload the photo here.",
                        file=file.name,
                    )
                )
        # Checked above: the user's own upload, not attached to anything yet.
        files.sudo().write({"res_model": record._name, "res_id": record.id})

    def _property_check_photos_kept(self, before):
        """Once somebody was told, photos are added but not taken away."""
        for defect in self.filtered(lambda row: row.state != "registered"):
            if before[defect] - defect.photo_ids:
                raise UserError(
                    self.env._(
                        "%(defect)s was passed on already; its photos are evidence.",
                        defect=defect.display_name,
                    )
                )
            # Only superuser code locks; who may write may add evidence.
            defect.sudo().photo_ids._property_lock()

    def _property_check_write(self, vals):
        """Entered words change until somebody was told; the rest by steps only."""
        if vals.keys() - WRITABLE:
            raise AccessError(
                self.env._(
                    "An outstanding work moves by its buttons, one step at a time."
                )
            )
        for defect in self:
            if WORDS & vals.keys() and defect.state != "registered":
                raise UserError(
                    self.env._(
                        "%(defect)s was passed on already; its words stay.",
                        defect=defect.display_name,
                    )
                )
            if defect.state in ("closed", "cancelled"):
                raise UserError(
                    self.env._("%(defect)s is closed.", defect=defect.display_name)
                )
