from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .property_quality_kind import METHODS


class PropertyQualityCheck(models.Model):
    """质量检查: somebody looks at how the work is done, by a checklist (QA-01..QA-10).

    Who checks is not who is checked (QA-26). Done, the check is evidence of the
    routines, and what failed has become non-conformities (QA-05).
    """

    _name = "property.quality.check"
    _description = "Quality Check"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.file.mixin",
        "property.checklist.single.mixin",
        "property.evidence.mixin",
        "mail.thread",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False)
    kind_id = fields.Many2one(
        comodel_name="property.quality.kind",
        string="Quality check",
        required=True,
        index=True,
        ondelete="restrict",
    )
    template_id = fields.Many2one(
        comodel_name="property.checklist.template",
        string="Checklist to use",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the usual one of the estate.",
        domain="[('quality_kind_id', '=', kind_id)]",
    )
    method = fields.Selection(
        selection=METHODS,
        compute="_compute_by_kind",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        help="QA-08, QA-09, QA-32.",
    )
    control_point_id = fields.Many2one(
        comodel_name="property.control.point",
        compute="_compute_by_kind",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    needs_staff = fields.Boolean(related="kind_id.needs_staff")
    date = fields.Datetime(
        string="Time of the check",
        required=True,
        default=fields.Datetime.now,
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Checker",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="restrict",
    )
    outside_checker = fields.Char(
        string="Mystery customer",
        help="Who played the customer, when it was somebody from outside (QA-08).",
    )
    staff_ids = fields.Many2many(
        comodel_name="property.staff",
        relation="property_quality_check_staff_rel",
        column1="check_id",
        column2="staff_id",
        string="Checked staff",
        domain="[('company_id', '=', company_id)]",
    )
    post_id = fields.Many2one(
        comodel_name="property.duty.post",
        string="Duty post",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('estate_id', '=', estate_id)]",
    )
    shift_id = fields.Many2one(
        comodel_name="property.duty.shift",
        string="Checked shift",
        index="btree_not_null",
        ondelete="set null",
        domain="[('estate_id', '=', estate_id)]",
        help="Of a check at the handover of a shift (QA-04).",
    )
    place = fields.Char(string="Place checked")
    call_check_id = fields.Many2one(
        comodel_name="property.service.call.check",
        string="Checked call",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    missing_count = fields.Integer(string="Items to answer")
    score = fields.Float(
        string="Points reached (%)",
        readonly=True,
        copy=False,
        digits=(5, 1),
        aggregator="avg",
    )
    photo_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="property_quality_check_photo_rel",
        column1="check_id",
        column2="attachment_id",
        string="Photos",
        copy=False,
    )
    conclusion = fields.Text(string="Conclusion of the check")
    cause = fields.Text(string="Analysis of causes", help="QA-02, QA-03.")
    demand = fields.Text(string="Demands for improvement", help="QA-02.")
    state = fields.Selection(
        selection=[("draft", "Under way"), ("done", "Done")],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
    )
    done_on = fields.Datetime(readonly=True, copy=False)
    published_on = fields.Datetime(
        string="Published on", readonly=True, copy=False, help="QA-12."
    )
    nonconformity_ids = fields.One2many(
        comodel_name="property.quality.nonconformity", inverse_name="check_id"
    )
    nonconformity_count = fields.Integer(
        string="Non-conformities", compute="_compute_nonconformity_count"
    )
    open_count = fields.Integer(
        string="Non-conformities to confirm", compute="_compute_nonconformity_count"
    )

    _call_uniq = models.UniqueIndex(
        "(call_check_id) WHERE call_check_id IS NOT NULL",
        "This call has its quality check already.",
    )

    # === Computes ===

    @api.depends("kind_id")
    def _compute_by_kind(self):
        for check in self:
            check.method = check.kind_id.method
            check.control_point_id = check.kind_id.control_point_id

    @api.depends("nonconformity_ids.state")
    def _compute_nonconformity_count(self):
        counts = {
            (check.id, state): number
            for check, state, number in self.env[
                "property.quality.nonconformity"
            ]._read_group(
                [("check_id", "in", self.ids)], ["check_id", "state"], ["__count"]
            )
        }
        for check in self:
            own = {
                state: n for (number, state), n in counts.items() if number == check.id
            }
            check.nonconformity_count = sum(own.values())
            check.open_count = own.get("draft", 0)

    @api.depends("name", "kind_id.name")
    def _compute_display_name(self):
        for check in self:
            parts = (check.name, check.kind_id.name)
            check.display_name = " ".join(part for part in parts if part)

    # === Constraints ===

    @api.constrains("user_id", "staff_ids")
    def _check_checker(self):
        """服务、监督两条线: nobody checks himself (QA-26)."""
        for check in self:
            # Whose login it is does not depend on who asks.
            if check.user_id in check.staff_ids.sudo().user_id:
                raise ValidationError(
                    self.env._(
                        "%(check)s: %(user)s is the checker and cannot be among the"
                        " checked staff; let somebody else check.",
                        check=check.display_name,
                        user=check.user_id.name,
                    )
                )

    @api.constrains("estate_id", "post_id", "shift_id", "call_check_id")
    def _check_estate(self):
        for check in self:
            estates = check.post_id.estate_id | check.shift_id.estate_id
            estates |= check.call_check_id.estate_id
            check.estate_id._property_patrol_same(estates, check)

    @api.constrains("date", "estate_id")
    def _check_date(self):
        """A check counts in its period, so it is entered when it is made."""
        now = fields.Datetime.now()
        for check in self:
            days = check.estate_id._property_parameter("quality.backdate_days")
            if not now - timedelta(days=days) <= check.date <= now + timedelta(hours=1):
                raise ValidationError(
                    self.env._(
                        "%(check)s: a check is entered on its day, or at most"
                        " %(days)s days later.",
                        check=check.display_name,
                        days=days,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        checks = super().create(vals_list)
        sequences = self.env["ir.sequence"]
        code = "property.quality.check"
        for check, number in sequences._property_numbered(checks, code):
            template = check.template_id or check.kind_id._property_template(
                check.estate_id
            )
            check._property_set(name=number, template_id=template.id)
            check._property_set(
                checklist_id=template._property_start(check, check.display_name).id
            )
        return checks

    def write(self, vals):
        if not self.env.su and any(check.state == "done" for check in self):
            raise UserError(
                self.env._(
                    "A check that is done stays as it is; go on in its"
                    " non-conformities."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for check in self:
            if check.state != "draft" or check.checklist_id.answered_count:
                raise UserError(
                    self.env._(
                        "%(check)s has been begun and stays on record.",
                        check=check.display_name,
                    )
                )

    def _property_step_fields(self):
        fixed = {"state", "name", "user_id", "checklist_id", "score", "done_on"}
        fixed |= {"published_on", "call_check_id", "nonconformity_ids"}
        if self:
            # What is checked, and by which list, is settled when the check begins.
            fixed |= {"kind_id", "template_id", "estate_id"}
        return fixed

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "user_id",
            "time": "date",
            "subject": "shift_id",
            "control_point": "control_point_id",
        }

    @api.model
    def _property_evidence_domain(self):
        return super()._property_evidence_domain() & Domain("state", "=", "done")

    # === Checklist ===

    def _property_checklist_may_edit(self, checklist):
        """By the checker, while the check is under way."""
        return (
            self.state == "draft"
            and self.user_id == self.env.user
            and super()._property_checklist_may_edit(checklist)
        )
