from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

PAPERS = [
    ("order", "Dispatch order"),
    ("record", "Service record form"),
    ("warranty", "Warranty slip"),
    ("complaint", "Complaint handling record form"),
]


class PropertyServicePaper(models.Model):
    """A printed paper in the archive of its unit (ARC-15, ARC-16, ARC-17).

    The electronic copy is filed when the dispatch order or the complaint closes; the
    desk ticks that the signed paper lies in the cabinet, and where.
    """

    _name = "property.service.paper"
    _description = "Filed Paper of a Request"
    _inherit = ["property.estate.mixin"]
    _order = "filed_on desc, id desc"
    _check_company_auto = True

    dispatch_id = fields.Many2one(
        comodel_name="property.service.dispatch",
        string="Dispatch order",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    complaint_id = fields.Many2one(
        comodel_name="property.complaint",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    round = fields.Integer(readonly=True, help="Reopenings before this closing.")
    estate_id = fields.Many2one(
        comodel_name="property.estate",
        compute="_compute_place",
        store=True,
        default=None,
        index=True,
        precompute=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_place",
        store=True,
        index=True,
        precompute=True,
        ondelete="restrict",
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        compute="_compute_place",
        store=True,
        index="btree_not_null",
        precompute=True,
        ondelete="restrict",
    )
    kind = fields.Selection(selection=PAPERS, required=True, readonly=True)
    attachment_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="File",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    filed_on = fields.Datetime(required=True, readonly=True)
    is_paper_filed = fields.Boolean(string="Paper filed")
    paper_place = fields.Char(
        string="Place of the paper", help="Cabinet, folder, box (ARC-17)."
    )
    paper_filed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Ticked by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _kind_once = models.UniqueIndex(
        "(dispatch_id, kind)", "This paper of the order is filed already."
    )
    _complaint_once = models.UniqueIndex(
        "(complaint_id, kind, round) WHERE complaint_id IS NOT NULL",
        "This paper of the complaint is filed already.",
    )
    _origin_known = models.Constraint(
        "CHECK((dispatch_id IS NULL) != (complaint_id IS NULL))",
        "A filed paper belongs to a dispatch order or to a complaint.",
    )
    _place_known = models.Constraint(
        "CHECK(is_paper_filed IS NOT TRUE OR COALESCE(paper_place, '') != '')",
        "Say where the paper lies.",
    )

    @api.depends(
        "dispatch_id.unit_id",
        "dispatch_id.estate_id",
        "complaint_id.unit_id",
        "complaint_id.estate_id",
    )
    def _compute_place(self):
        for paper in self:
            origin = paper._property_origin()
            paper.estate_id = origin.estate_id
            paper.company_id = origin.company_id
            paper.unit_id = origin.unit_id

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {"is_paper_filed", "paper_place"}:
                raise AccessError(
                    self.env._("Filed papers stay; only their place may change.")
                )
            vals = {**vals, "paper_filed_by_id": self.env.user.id}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Filed papers stay in the archive."))

    def action_open_file(self):
        """Read the paper as it was when the order closed."""
        self.ensure_one()
        self.check_access("read")
        file = self.sudo().attachment_id  # who reads the paper, reads its file
        if not file:
            raise UserError(
                self.env._("The file is being printed; look again in a minute.")
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/pdf/{file.name}",
            "target": "new",
        }

    pdf = fields.Binary(related="attachment_id.datas", string="PDF")

    def _property_origin(self):
        """The document of which this is the paper."""
        return self.dispatch_id or self.complaint_id

    def _property_number(self):
        return self.dispatch_id.name or self.complaint_id.number

    def _property_print(self):
        """Print what is not printed yet and lock it as evidence."""
        reports = {
            "order": "property_service.property_service_dispatch_report",
            "record": "property_service.property_service_record_report",
            "warranty": "property_service.property_service_warranty_report",
            "complaint": "property_service.property_complaint_report",
        }
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for paper in self.filtered(lambda row: not row.attachment_id):
            origin = paper._property_origin()
            content, _type = self.env["ir.actions.report"]._render_qweb_pdf(
                reports[paper.kind], origin.ids
            )
            target = origin.unit_id or origin
            file = self.env["ir.attachment"].create(
                {
                    "name": f"{labels[paper.kind]} {paper._property_number()}.pdf",
                    "raw": content,
                    "mimetype": "application/pdf",
                    "res_model": target._name,
                    "res_id": target.id,
                }
            )
            file._property_lock()
            paper.attachment_id = file
