from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Live works: those that are carried out or will be.
LIVE = ("planned", "approved", "suspended")


class PropertyRenovation(models.Model):
    """What is built, and what the law asks for it (110号令 §5 to §9, §44)."""

    _inherit = "property.renovation"

    work_ids = fields.One2many(
        comodel_name="property.renovation.work",
        inverse_name="renovation_id",
        string="Works",
        domain=["|", ("change_id", "=", False), ("state", "not in", ("planned",))],
    )
    work_summary = fields.Char(string="Kinds of work", compute="_compute_work_summary")
    drawing_ids = fields.One2many(
        comodel_name="property.renovation.drawing",
        inverse_name="renovation_id",
        string="Drawings",
    )
    change_ids = fields.One2many(
        comodel_name="property.renovation.change",
        inverse_name="renovation_id",
        string="Design changes",
    )
    change_count = fields.Integer(compute="_compute_change_count")
    touches_waterproofing = fields.Boolean(
        compute="_compute_touches", help="Some work touches waterproofing."
    )
    touches_structure = fields.Boolean(compute="_compute_touches")
    needs_qualified_firm = fields.Boolean(compute="_compute_touches")
    has_suspended_work = fields.Boolean(compute="_compute_touches")
    investment = fields.Monetary(
        tracking=True, help="Planned cost of the whole fit-out."
    )
    fitout_area = fields.Float(
        string="Fit-out area",
        digits=(12, 2),
        compute="_compute_fitout_area",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    needs_construction_permit = fields.Boolean(
        compute="_compute_needs_construction_permit",
        help="Shops and offices above both limits of 110号令 §44 need a construction"
        " permit (施工许可证) of the authority.",
    )
    construction_permit_number = fields.Char(
        string="Construction permit", tracking=True
    )

    _amounts_positive = models.Constraint(
        "CHECK(investment >= 0 AND fitout_area >= 0)",
        "Investment and area of a renovation cannot be negative.",
    )

    # === Computes ===

    @api.depends("work_ids.kind_id.name", "work_ids.state")
    def _compute_work_summary(self):
        for renovation in self:
            kinds = renovation._property_live_works().kind_id
            renovation.work_summary = "、".join(kinds.mapped("name"))

    def _compute_change_count(self):
        counts = dict(
            self.env["property.renovation.change"]._read_group(
                [("renovation_id", "in", self.ids)], ["renovation_id"], ["__count"]
            )
        )
        for renovation in self:
            renovation.change_count = counts.get(renovation, 0)

    @api.depends("work_ids.kind_id", "work_ids.state")
    def _compute_touches(self):
        for renovation in self:
            works = renovation._property_live_works()
            kinds = works.kind_id
            renovation.touches_waterproofing = any(
                kinds.mapped("touches_waterproofing")
            )
            renovation.touches_structure = any(kinds.mapped("touches_structure"))
            renovation.needs_qualified_firm = any(kinds.mapped("needs_qualified_firm"))
            renovation.has_suspended_work = "suspended" in works.mapped("state")

    @api.depends("unit_id")
    def _compute_fitout_area(self):
        for renovation in self:
            renovation.fitout_area = renovation.fitout_area or renovation.unit_id.area

    @api.depends("unit_id.kind", "investment", "fitout_area")
    def _compute_needs_construction_permit(self):
        """Below either limit no construction permit is asked (110号令 §44)."""
        for renovation in self:
            estate = renovation.estate_id
            renovation.needs_construction_permit = bool(
                estate
                and renovation.unit_id.kind != "home"
                and renovation.investment
                > estate._property_parameter("renovation.permit_investment")
                and renovation.fitout_area
                > estate._property_parameter("renovation.permit_area")
            )

    # === Actions ===

    def action_new_change(self):
        """A design change of this renovation (REN-14)."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Design change"),
            "res_model": "property.renovation.change",
            "view_mode": "form",
            "context": {"default_renovation_id": self.id},
        }

    def action_open_changes(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_renovation_change_action"
        )
        return {
            **action,
            "domain": [("renovation_id", "=", self.id)],
            "context": {"default_renovation_id": self.id},
        }

    # === Business methods ===

    def _property_live_works(self):
        return self.work_ids.filtered(lambda work: work.state in LIVE)

    def _property_gates_works(self):
        """What the works themselves ask for before anybody reviews them."""
        self.ensure_one()
        works = self._property_live_works()
        prohibited = works.filtered(lambda work: work.category == "prohibited")
        unpapered = works.filtered("is_document_missing")
        return [
            (
                "works",
                bool(works),
                self.env._("Enter the works that are planned."),
                False,
            ),
            (
                "prohibited",
                not prohibited,
                self.env._(
                    "Prohibited by 110号令 §5: %(works)s. Take it off or reject the"
                    " application.",
                    works="、".join(prohibited.mapped("display_name")),
                ),
                False,
            ),
            (
                "work_papers",
                not unpapered,
                self.env._(
                    "Papers are missing (approval of the authority with its number,"
                    " design or method statement): %(works)s.",
                    works="、".join(unpapered.mapped("display_name")),
                ),
                False,
            ),
            (
                "construction_permit",
                not self.needs_construction_permit
                or bool((self.construction_permit_number or "").strip()),
                self.env._(
                    "Investment and area are above the limits of 110号令 §44: enter the"
                    " number of the construction permit (施工许可证)."
                ),
                False,
            ),
        ]

    def _property_gate_contractor(self, contractor=None, kinds=None):
        """A qualified firm where the law asks for it, and no expired one (§9, §14)."""
        self.ensure_one()
        # Its papers are part of the file that the user works on.
        contractor = (contractor or self.contractor_id).sudo()
        today = fields.Date.context_today(self)
        needed = (
            any(kinds.mapped("needs_qualified_firm"))
            if kinds
            else self.needs_qualified_firm
        )
        message = ""
        if contractor and contractor.property_qualification_end:
            if contractor.property_qualification_end < today:
                message = self.env._(
                    "The qualification of %(name)s expired on %(day)s: hand in the"
                    " renewed one.",
                    name=contractor.name,
                    day=contractor.property_qualification_end,
                )
        if needed and not message:
            if not contractor:
                message = self.env._(
                    "These works need a qualified firm (110号令 §9): the owner names"
                    " one."
                )
            elif not (
                contractor._property_qualified_on(today)
                and contractor.property_qualification_ids
            ):
                message = self.env._(
                    "%(name)s: number, last valid day and scan of the qualification"
                    " are missing (110号令 §9, §14).",
                    name=contractor.name,
                )
        return ("contractor", not message, message, False)

    def _property_check_works(self, works, contractor):
        """The same rules for the works of a design change."""
        self.ensure_one()
        prohibited = works.filtered(lambda work: work.category == "prohibited")
        if prohibited:
            raise ValidationError(
                self.env._(
                    "Prohibited by 110号令 §5: %(works)s.",
                    works="、".join(prohibited.mapped("display_name")),
                )
            )
        unpapered = works.filtered("is_document_missing")
        if unpapered:
            raise ValidationError(
                self.env._(
                    "Papers are missing: %(works)s.",
                    works="、".join(unpapered.mapped("display_name")),
                )
            )
        kinds = works.kind_id | self._property_live_works().kind_id
        _code, is_met, message, _open = self._property_gate_contractor(
            contractor, kinds
        )
        if not is_met:
            raise ValidationError(message)
