from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

OPEN_STATES = ("draft", "documents")


class PropertyRenovationWork(models.Model):
    """One work of a renovation, with the papers that its kind asks for."""

    _name = "property.renovation.work"
    _description = "Renovation Work"
    _order = "renovation_id, sequence, id"
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
    sequence = fields.Integer(default=10)
    kind_id = fields.Many2one(
        comodel_name="property.renovation.work.kind",
        string="Kind of work",
        required=True,
        index=True,
        ondelete="restrict",
    )
    category = fields.Selection(related="kind_id.category", store=True)
    authority = fields.Char(related="kind_id.authority")
    legal_basis = fields.Char(related="kind_id.legal_basis")
    place = fields.Char(help="Room or part, for example main bathroom.")
    description = fields.Char()
    document_number = fields.Char(
        help="Number of the approval, design or method statement."
    )
    document_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_renovation_work_attachment_rel",
        column1="work_id",
        column2="attachment_id",
        string="Papers",
        bypass_search_access=True,
        help="Approval of the authority, design or method statement.",
    )
    change_id = fields.Many2one(
        comodel_name="property.renovation.change",
        string="Added by change",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("approved", "Approved"),
            ("suspended", "Suspended"),
            ("refused", "Refused"),
            ("dropped", "Dropped"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="planned",
        copy=False,
        help="Work goes on only while approved; a design change suspends what it"
        " touches until it is decided (REN-14).",
    )
    is_document_missing = fields.Boolean(compute="_compute_is_document_missing")

    # === Computes ===

    @api.depends("category", "document_ids", "document_number")
    def _compute_is_document_missing(self):
        for work in self:
            work.is_document_missing = work._property_needs_papers() and not (
                work.document_ids
                and (work.category != "approval" or work.document_number)
            )

    @api.depends("kind_id.name", "place")
    def _compute_display_name(self):
        for work in self:
            parts = [work.kind_id.name, work.place]
            work.display_name = " · ".join(part for part in parts if part)

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
        if not self.env.su:
            vals_list = [
                {key: value for key, value in vals.items() if key != "state"}
                for vals in vals_list
            ]
        works = super().create(vals_list)
        works._property_check_may_change()
        return works

    def write(self, vals):
        if "state" in vals and not self.env.su:
            raise AccessError(
                self.env._("The status of a work follows from review and changes.")
            )
        if {"renovation_id", "change_id"} & vals.keys() and not self.env.su:
            raise AccessError(self.env._("A work stays with its renovation."))
        self._property_check_may_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_reviewed(self):
        self._property_check_may_change()

    # === Business methods ===

    def _property_needs_papers(self):
        return self.category in ("approval", "design", "method")

    def _property_check_may_change(self):
        """Works are the applicant's until review; after that a change names them."""
        if self.env.su:
            return
        for work in self:
            holder = work.change_id or work.renovation_id
            if holder.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "%(renovation)s is reviewed already: works change by a design"
                        " change only.",
                        renovation=work.renovation_id.display_name,
                    )
                )

    def _property_set_state(self, state):
        # Only review and changes move works, whoever decides them.
        self.sudo().write({"state": state})
