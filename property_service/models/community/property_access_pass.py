import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

DESK = "property_service.property_service_group_assistant"
# Set by the steps alone, never typed or imported.
STEP_FIELDS = {
    "name",
    "state",
    "issued_on",
    "issued_by_id",
    "closed_on",
    "closed_by_id",
    "loss_note",
    "id_checked_on",
    "id_checked_by_id",
    "anonymised_on",
}
# What the card says: once it is handed out, only an extension changes it.
PRINTED_FIELDS = {
    "kind_id",
    "holder",
    "company_name",
    "contractor_id",
    "renovation_id",
    "unit_id",
    "estate_id",
    "photo",
    "id_type",
    "id_number",
    "purpose",
    "date_start",
    "date_end",
}
SCANNED = re.compile(r"/access-passes/(\d+)")


class PropertyAccessPass(models.Model):
    """出入证: a worker's or outsider's card, from issue to return (ACC-01, REN-15).

    The document's number is masked and hashed like a resident's, and the clear number
    is not kept at all: the desk compares the original with its hash.
    """

    _name = "property.access.pass"
    _description = "Access Pass"
    _inherit = [
        "property.step.mixin",
        "property.identity.mixin",
        "property.estate.mixin",
        "property.deposit.origin.mixin",
        "mail.thread",
    ]
    _order = "id desc"
    _rec_names_search = ["name", "holder"]
    _check_company_auto = True

    name = fields.Char(
        string="Pass No.", readonly=True, copy=False, index="trigram", default="/"
    )
    state = fields.Selection(
        selection=[
            ("draft", "Applied for"),
            ("issued", "Issued"),
            ("returned", "Returned"),
            ("lost", "Lost"),
            ("cancelled", "Cancelled"),
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
        comodel_name="property.access.pass.kind",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self._default_kind_id(),
    )
    needs_renovation = fields.Boolean(related="kind_id.needs_renovation")
    needs_photo = fields.Boolean(related="kind_id.needs_photo")
    needs_identity = fields.Boolean(related="kind_id.needs_identity")
    holder = fields.Char(required=True, index="trigram", tracking=True)
    phone = fields.Char(groups=DESK)
    renovation_id = fields.Many2one(
        comodel_name="property.renovation",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    estate_id = fields.Many2one(
        compute="_compute_estate_id",
        store=True,
        readonly=False,
        precompute=True,
        default=None,
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        compute="_compute_unit_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Where the person goes.",
    )
    contractor_id = fields.Many2one(
        comodel_name="res.partner",
        string="Construction unit",
        compute="_compute_contractor_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    company_name = fields.Char(
        string="Employer", help="Where the employer is not among the contacts."
    )
    purpose = fields.Char()
    date_start = fields.Date(
        string="Valid from",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date_end = fields.Date(
        string="Valid to",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        tracking=True,
    )
    photo = fields.Image(max_width=480, max_height=640, copy=False)
    id_checked = fields.Boolean(
        string="Original seen",
        copy=False,
        tracking=True,
        help="The desk has compared the person with the original document.",
    )
    id_checked_on = fields.Datetime(readonly=True, copy=False)
    id_checked_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Seen by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    id_copy = fields.Binary(
        string="Copy of the document",
        attachment=True,
        copy=False,
        groups=DESK,
        help="身份证复印件 (REN-17). Only where the estate needs it: having seen the"
        " original can be enough (PIPL §6). It goes with the retention date.",
    )
    id_copy_name = fields.Char(copy=False, groups=DESK)
    issued_on = fields.Datetime(readonly=True, copy=False)
    issued_by_id = fields.Many2one(
        comodel_name="res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    closed_on = fields.Date(
        string="Returned or lost on", readonly=True, copy=False, tracking=True
    )
    closed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Taken back by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    loss_note = fields.Char(string="How it was lost", readonly=True, copy=False)
    retention_date = fields.Date(
        compute="_compute_retention_date",
        store=True,
        index="btree_not_null",
        help="From this day photo, document and telephone are removed.",
    )
    anonymised_on = fields.Date(string="Data removed on", readonly=True, copy=False)
    validity = fields.Selection(
        selection=[
            ("valid", "Valid"),
            ("stopped", "Site is stopped"),
            ("early", "Not valid yet"),
            ("expired", "Expired"),
            ("void", "Not valid"),
        ],
        compute="_compute_validity",
        help="What the gate has to know.",
    )
    is_overdue = fields.Boolean(
        string="Not returned in time",
        compute="_compute_validity",
        search="_search_is_overdue",
    )
    scan_code = fields.Char(compute="_compute_scan_code", search="_search_scan_code")

    _dates_ordered = models.Constraint(
        "CHECK(date_end >= date_start)",
        "The last day of a pass lies before its first day.",
    )
    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name != '/'", "This pass number is taken already."
    )
    _out_idx = models.Index("(date_end) WHERE state = 'issued'")

    # === Defaults and computes ===

    def _default_kind_id(self):
        code = "worker" if self.env.context.get("default_renovation_id") else "visitor"
        kinds = self.env["property.access.pass.kind"]
        return kinds.search([("code", "=", code)], limit=1) or kinds.search([], limit=1)

    @api.depends("renovation_id")
    def _compute_unit_id(self):
        for record in self:
            record.unit_id = record.renovation_id.unit_id or record.unit_id

    @api.depends("unit_id")
    def _compute_estate_id(self):
        only = self.env["property.estate"]._property_only_estate()
        for record in self:
            record.estate_id = record.unit_id.estate_id or record.estate_id or only

    @api.depends("renovation_id")
    def _compute_contractor_id(self):
        for record in self:
            record.contractor_id = (
                record.renovation_id.contractor_id or record.contractor_id
            )

    def _compute_scan_code(self):
        base = self.browse().get_base_url()
        for record in self:
            record.scan_code = f"{base}/odoo/access-passes/{record.id}"

    def _search_scan_code(self, operator, value):
        """Number, name or what a scanner types: the link in the card's QR code."""
        if operator not in ("ilike", "="):
            return NotImplemented
        if found := SCANNED.search(str(value)):
            return Domain("id", "=", int(found[1]))
        return Domain("name", "ilike", value) | Domain("holder", "ilike", value)

    @api.depends("date_end", "closed_on", "state")
    def _compute_retention_date(self):
        for record in self:
            months = record.estate_id._property_parameter("community.pass_retention")
            last = record.closed_on or record.date_end
            record.retention_date = last and fields.Date.add(last, months=months)

    @api.depends("name", "holder")
    def _compute_display_name(self):
        for record in self:
            name = "" if record.name == "/" else record.name
            record.display_name = " ".join(filter(None, (name, record.holder)))

    # === Constraints ===

    @api.constrains("unit_id", "estate_id", "renovation_id")
    def _check_unit(self):
        for record in self:
            unit = record.renovation_id.unit_id
            if unit and record.unit_id != unit:
                raise ValidationError(
                    self.env._(
                        "%(holder)s: the pass is for renovation %(renovation)s, so its"
                        " unit is %(unit)s.",
                        holder=record.holder,
                        renovation=record.renovation_id.name,
                        unit=unit.code,
                    )
                )
            if record.unit_id and record.unit_id.estate_id != record.estate_id:
                raise ValidationError(
                    self.env._(
                        "%(holder)s: unit %(unit)s lies in another estate.",
                        holder=record.holder,
                        unit=record.unit_id.code,
                    )
                )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        passes = super().create(vals_list)
        passes.filtered("id_checked")._property_stamp_check()
        return passes

    def write(self, vals):
        if not self.env.su:
            self._property_check_write(vals.keys())
        result = super().write(vals)
        if vals.get("id_checked"):
            self._property_stamp_check()
        return result

    def _property_check_write(self, names):
        if PRINTED_FIELDS & names and any(p.state != "draft" for p in self):
            raise UserError(
                self.env._(
                    "The card is handed out, so what it says is fixed: extend it, or"
                    " take it back and issue a new one."
                )
            )

    def _property_step_fields(self):
        return STEP_FIELDS

    def _property_stamp_check(self):
        """Who has seen the original, and when (REN-17)."""
        # Stamped by the server, whoever ticks the box.
        self.sudo().write(
            {
                "id_checked_on": fields.Datetime.now(),
                "id_checked_by_id": self.env.uid,
            }
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(record.state != "draft" for record in self):
            raise UserError(
                self.env._("A pass that was issued is taken back, not deleted.")
            )

    def _property_identity_name(self):
        return self.holder
