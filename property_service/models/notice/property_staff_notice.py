from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import plaintext2html

KINDS = [
    ("business", "Business news"),
    ("policy", "Change of rules or offers"),
    ("quality", "Results of checks"),
    ("safety", "Safety and emergencies"),
    ("other", "Other notice"),
]
AUDIENCES = [
    ("all", "All staff"),
    ("group", "Staff of one level"),
    ("post", "Staff of one post"),
    ("persons", "Certain people"),
]
# What stays as it was published; until when it is shown may still change.
FIXED = {
    *("name", "body", "kind", "estate_id", "company_id"),
    *("audience", "group_id", "post", "user_ids"),
}


class PropertyStaffNotice(models.Model):
    """员工通知: what everybody on duty must know, with proof that it was read.

    DUT-45: on takeover the latest notices are read. QA-12: results of checks are made
    public to all staff.
    """

    _name = "property.staff.notice"
    _description = "Staff Notice"
    _inherit = ["property.step.mixin", "property.evidence.mixin"]
    _order = "published_on desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Notice subject", required=True)
    body = fields.Html(string="What staff must know")
    kind = fields.Selection(
        selection=KINDS, string="Kind of notice", required=True, default="business"
    )
    estate_id = fields.Many2one(
        comodel_name="property.estate",
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self.env["property.estate"]._property_only_estate(),
        help="Empty: for all estates of the company.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("published", "Published"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        copy=False,
    )
    published_on = fields.Datetime(readonly=True, copy=False, index="btree_not_null")
    published_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Published by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    read_until = fields.Datetime(
        string="To be read until", copy=False, help="Empty: at the next takeover."
    )
    date_end = fields.Date(
        string="Shown until",
        copy=False,
        help="Afterwards nobody is asked to read it any more.",
    )
    audience = fields.Selection(
        selection=AUDIENCES, string="For whom", required=True, default="all"
    )
    group_id = fields.Many2one(
        comodel_name="res.groups",
        string="Level",
        index="btree_not_null",
        ondelete="restrict",
        domain=lambda self: self._domain_group_id(),
    )
    post = fields.Selection(
        selection=lambda self: self.env["property.staff"]._selection_post()
    )
    user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="property_staff_notice_user_rel",
        column1="notice_id",
        column2="user_id",
        string="People",
        domain=[("share", "=", False)],
    )
    res_model = fields.Char(string="Source model", readonly=True, copy=False)
    res_id = fields.Many2oneReference(
        string="Source", model_field="res_model", readonly=True, copy=False
    )
    read_ids = fields.One2many(
        comodel_name="property.staff.notice.read",
        inverse_name="notice_id",
        string="Read receipts",
        readonly=True,
    )
    read_count = fields.Integer(string="Have read", compute="_compute_readers")
    unread_user_ids = fields.Many2many(
        comodel_name="res.users", string="Not yet read by", compute="_compute_readers"
    )
    unread_count = fields.Integer(string="Have not read", compute="_compute_readers")
    is_unread = fields.Boolean(
        string="I have to read it",
        compute="_compute_is_unread",
        search="_search_is_unread",
    )

    # The same source publishes once in an estate, however often it is asked to.
    _source_uniq = models.UniqueIndex(
        "(res_model, res_id, COALESCE(estate_id, 0)) WHERE res_id IS NOT NULL",
        "This document has been published already.",
    )

    def _domain_group_id(self):
        privilege = self.env.ref("property_service.property_service_privilege")
        return [("privilege_id", "=", privilege.id)]

    # === Computes ===

    @api.depends("estate_id")
    def _compute_company_id(self):
        for notice in self:
            notice.company_id = notice.estate_id.company_id or self.env.company

    # === Constraints ===

    @api.constrains("audience", "group_id", "post", "user_ids")
    def _check_audience(self):
        for notice in self:
            missing = {
                "all": False,
                "group": not notice.group_id,
                "post": not notice.post,
                "persons": not notice.user_ids,
            }
            if missing[notice.audience]:
                raise ValidationError(
                    self.env._("%(notice)s: say for whom it is.", notice=notice.name)
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        notices = super().create(vals_list)
        notices._property_check_may_publish()
        return notices

    def write(self, vals):
        if not self.env.su and FIXED & vals.keys():
            if self.filtered(lambda notice: notice.state != "draft"):
                raise UserError(
                    self.env._(
                        "A published notice stays as it was read; withdraw it and"
                        " publish another one."
                    )
                )
        result = super().write(vals)
        if {"estate_id", "company_id"} & vals.keys():
            self._property_check_may_publish()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        if self.filtered(lambda notice: notice.state != "draft"):
            raise UserError(self.env._("Published notices stay on record."))

    def _property_step_fields(self):
        return {"state", "published_on", "published_by_id", "res_model", "res_id"}

    # === Actions ===

    def action_publish(self):
        """From now on everybody addressed is asked to read it."""
        for notice in self:
            notice._property_step("draft")
            notice._property_check_may_publish()
            if not notice.body:
                raise UserError(
                    self.env._(
                        "%(notice)s: write what staff must know.", notice=notice.name
                    )
                )
            notice._property_set_published()
        return True

    def action_withdraw(self):
        for notice in self:
            notice._property_step("published")
            notice._property_set(state="withdrawn")
        return True

    def action_read(self):
        """I have read it: one click, once a person (DUT-45)."""
        self.check_access("read")
        published = self.filtered(lambda notice: notice.state == "published")
        # Receipts are written by this button alone.
        reads = self.env["property.staff.notice.read"].sudo()
        known = reads.search(
            [("notice_id", "in", published.ids), ("user_id", "=", self.env.uid)]
        ).notice_id
        reads.create(
            [
                {"notice_id": notice.id, "user_id": self.env.uid}
                for notice in published
                if notice not in known
            ]
        )
        self.invalidate_recordset(["is_unread", "unread_user_ids", "unread_count"])
        return True

    def action_open_source(self):
        """The document that was published."""
        self.ensure_one()
        if not self.res_id or self.res_model not in self.env:
            return False
        return self.env[self.res_model].browse(self.res_id).get_formview_action()

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "published_by_id",
            "time": "published_on",
        }

    @api.model
    def _property_evidence_domain(self):
        return super()._property_evidence_domain() & Domain("state", "!=", "draft")

    # === Business methods ===

    @api.model
    def _property_publish(self, estate, subject, body, source=None, **values):
        """Tell the staff of an estate something, once a source (QA-12, DUT-45).

        :param estate: its staff; empty for the whole company
        :param str body: Markup, or text
        :param source: the document that is published; asked again it changes nothing
        :param values: other fields, such as ``kind`` or ``read_until``
        :return: the notice
        """
        # Whoever may publish the document may tell about it.
        notices = self.sudo()
        origin = {}
        if source:
            origin = {"res_model": source._name, "res_id": source.id}
            known = notices.search(
                [(name, "=", value) for name, value in origin.items()]
                + [("estate_id", "=", estate.id)]
            )
            if known:
                return known.sudo(self.env.su)
        notice = notices.create(
            {
                "name": subject,
                "body": body if hasattr(body, "__html__") else plaintext2html(body),
                "estate_id": estate.id,
                **values,
                **origin,
            }
        )
        notice._property_set_published()
        return notice.sudo(self.env.su)

    def _property_set_published(self):
        self.ensure_one()
        parameters = self.env["property.parameter"]
        days = parameters._property_value(
            "notice.shown_days", estate=self.estate_id, company=self.company_id
        )
        today = self.env.user._property_today()
        self._property_set(
            state="published",
            published_on=fields.Datetime.now(),
            published_by_id=self.env.uid,
            date_end=self.date_end or fields.Date.add(today, days=days),
        )

    def _property_check_may_publish(self):
        """What all estates read is written by who answers for all of them."""
        if self.env.su:
            return
        for notice in self.filtered(lambda notice: not notice.estate_id):
            self.env.user._property_check_whole_company(notice.company_id)
