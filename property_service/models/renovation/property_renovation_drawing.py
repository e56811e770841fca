from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

KINDS = [
    ("plan", "Floor plan"),
    ("structure", "Structure"),
    ("electricity", "Electricity"),
    ("water", "Water and drainage"),
    ("ceiling", "Ceiling"),
    ("facade", "Shop front or facade"),
    ("other", "Other"),
]
IDENTITY = ("renovation_id", "kind", "name")
STEP_FIELDS = {"version", "state", "approval_id", "forwarded_on", "forwarded_to"}


class PropertyRenovationDrawing(models.Model):
    """One version of one drawing: received, forwarded, decided (REN-11, REN-12)."""

    _name = "property.renovation.drawing"
    _description = "Renovation Drawing"
    _order = "renovation_id, kind, name, version desc, id desc"
    _check_company_auto = True

    renovation_id = fields.Many2one(
        comodel_name="property.renovation",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    estate_id = fields.Many2one(
        related="renovation_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="renovation_id.company_id", store=True, index=True, precompute=True
    )
    name = fields.Char(string="Drawing", required=True)
    kind = fields.Selection(selection=KINDS, required=True, default="plan")
    version = fields.Integer(readonly=True, copy=False, default=1)
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_renovation_drawing_attachment_rel",
        column1="drawing_id",
        column2="attachment_id",
        string="Files",
        bypass_search_access=True,
    )
    received_on = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    received_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Received by",
        readonly=True,
        default=lambda self: self.env.user,
        index="btree_not_null",
        ondelete="restrict",
    )
    forwarded_on = fields.Datetime(readonly=True, copy=False)
    forwarded_to = fields.Char(
        readonly=True, copy=False, help="Departments that review it."
    )
    change_id = fields.Many2one(
        comodel_name="property.renovation.change",
        string="Came with change",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    approval_id = fields.Many2one(
        comodel_name="property.approval",
        string="Review",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    department_status = fields.Char(
        string="Departments", compute="_compute_department_status"
    )
    state = fields.Selection(
        selection=[
            ("received", "Received"),
            ("forwarded", "Forwarded"),
            ("approved", "Approved"),
            ("returned", "Returned"),
            ("superseded", "Superseded"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="received",
        copy=False,
        index=True,
    )

    _version_uniq = models.UniqueIndex(
        "(renovation_id, kind, name, version)",
        "This version of the drawing is on file already.",
    )

    # === Computes ===

    @api.depends("approval_id.step_ids.state")
    def _compute_department_status(self):
        """Approval status per department (REN-12)."""
        for drawing in self:
            steps = drawing.sudo().approval_id.step_ids  # whoever reads the drawing
            labels = dict(steps._fields["state"]._description_selection(self.env))
            drawing.department_status = "; ".join(
                f"{step.name}: {labels[step.state]}" for step in steps
            )

    @api.depends("name", "version")
    def _compute_display_name(self):
        for drawing in self:
            drawing.display_name = f"{drawing.name or ''} V{drawing.version}"

    # === Constraints ===

    @api.constrains("change_id", "renovation_id")
    def _check_change_id(self):
        for record in self:
            renovation = record.change_id.renovation_id
            if renovation and renovation != record.renovation_id:
                raise ValidationError(
                    self.env._("The design change is one of another renovation.")
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        """The same drawing again is its next version; the older ones stay."""
        rows = []
        for vals in vals_list:
            row = {key: value for key, value in vals.items() if key not in STEP_FIELDS}
            same = [
                other
                for other in rows
                if all(other.get(key) == row.get(key) for key in IDENTITY)
            ]
            row["version"] = self._property_last_version(row) + len(same) + 1
            rows.append(row)
        drawings = super().create(rows)
        drawings._property_check_open()
        return drawings

    def write(self, vals):
        if (STEP_FIELDS & vals.keys()) and not self.env.su:
            raise AccessError(
                self.env._("Version and status of a drawing follow from its review.")
            )
        if not self.env.su:
            self._property_check_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_received(self):
        if any(drawing.state != "received" for drawing in self):
            raise UserError(self.env._("Drawings that were forwarded stay on file."))

    # === Business methods ===

    @api.model
    def _property_last_version(self, vals):
        """Highest version of this drawing that is on file; versions are never typed."""
        [(version,)] = self._read_group(
            [
                ("renovation_id", "=", vals.get("renovation_id")),
                ("kind", "=", vals.get("kind", "plan")),
                ("name", "=", vals.get("name")),
            ],
            aggregates=["version:max"],
        )
        return version or 0

    def _property_siblings(self):
        return self.search(
            [
                ("renovation_id", "=", self.renovation_id.id),
                ("kind", "=", self.kind),
                ("name", "=", self.name),
                ("id", "!=", self.id),
            ]
        )

    def _property_check_open(self):
        for drawing in self:
            holder = drawing.change_id or drawing.renovation_id
            if drawing.state not in ("received", "returned") or holder.state not in (
                "draft",
                "documents",
            ):
                raise UserError(
                    self.env._(
                        "%(drawing)s is under review or decided: hand in a new version"
                        " with a design change.",
                        drawing=drawing.display_name,
                    )
                )

    def _property_latest(self):
        """The newest version of each drawing."""
        latest = self.browse()
        for _key, versions in self.grouped(lambda d: (d.kind, d.name)).items():
            latest |= versions.sorted("version")[-1:]
        return latest

    def _property_forward(self, approval):
        """To the departments that the review asks, with the time (REN-12)."""
        names = ", ".join(approval.step_ids.mapped("name"))
        # Set by the review only, whoever hands the drawing in.
        self.sudo().write(
            {
                "state": "forwarded",
                "approval_id": approval.id,
                "forwarded_on": fields.Datetime.now(),
                "forwarded_to": names,
            }
        )

    def _property_decided(self, state):
        # The approval decides; users may not write the state.
        drawings = self.sudo().filtered(lambda d: d.state == "forwarded")
        drawings.write({"state": state})
        if state != "approved":
            return
        for drawing in drawings:
            drawing._property_siblings().filtered(
                lambda d: d.state == "approved"
            ).state = "superseded"
