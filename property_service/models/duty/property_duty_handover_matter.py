from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

KINDS = [
    ("entry", "Entry of the log"),
    ("request", "Request under way"),
    ("callback", "Callback due"),
    ("message", "Call to return"),
    ("key", "Key still out"),
    ("visitor", "Visitor still in"),
    ("incident", "Incident under way"),
]
# What is left undone and gets somebody by day; the rest is seen to at the desk.
OWNED = ("entry", "request", "message", "incident")


class PropertyDutyHandoverMatter(models.Model):
    """本班遗留问题: what was open when the shift changed (DUT-13, DUT-22).

    A line of the record at that time, not a copy of the matter: the matter itself is
    seen to where it belongs.
    """

    _name = "property.duty.handover.matter"
    _description = "Matter Handed Over"
    _order = "handover_id, kind, id"
    _check_company_auto = True

    handover_id = fields.Many2one(
        comodel_name="property.duty.handover",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="handover_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="handover_id.company_id", store=True, index=True, precompute=True
    )
    kind = fields.Selection(
        selection=KINDS, string="Kind of matter", required=True, readonly=True
    )
    res_model = fields.Char(string="Model of the matter", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Matter of the shift",
        model_field="res_model",
        required=True,
        readonly=True,
    )
    entry_id = fields.Many2one(
        comodel_name="property.duty.log.entry",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    name = fields.Char(string="What is open", required=True, readonly=True)
    since = fields.Datetime(string="Open since", readonly=True)
    is_major = fields.Boolean(string="Major or urgent", readonly=True)
    owner_id = fields.Many2one(
        comodel_name="property.staff",
        string="Seen to by day by",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
    )
    note = fields.Char(string="Explained at handover")

    _matter_uniq = models.Constraint(
        "UNIQUE(handover_id, res_model, res_id)",
        "This matter is in the handover already.",
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(
                self.env._("Open matters are listed by themselves; refresh the list.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {"owner_id", "note"}:
                raise UserError(
                    self.env._("What was open stays as it was listed; add a note.")
                )
            self.handover_id._property_check_fields({"matter_ids"})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        if not self.env.su:
            raise UserError(self.env._("What was open stays on record."))

    # === Actions ===

    def action_open_matter(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).get_formview_action()

    # === Business methods ===

    def _property_unowned(self):
        """Matters of a night that nobody by day has yet (EMG-04)."""
        return self.filtered(lambda row: row.kind in OWNED and not row.owner_id)

    def _property_give_incidents(self):
        """Incidents of the night go to their owner by day, with the rest (EMG-04)."""
        for row in self.filtered(lambda row: row.kind == "incident"):
            incident = self.env[row.res_model].browse(row.res_id).exists()
            if incident and not incident.day_owner_id:
                incident.day_owner_id = row.owner_id.user_id

    @api.model
    def _property_sources(self, handover):
        """Where open matters come from.

        :return: list of (kind, model, field of the estate, field of the time, domain)
        """
        log, until = handover.log_out_id, handover.log_in_id.date_end
        unfinished = Domain("closed", "!=", True) & Domain("property_kind", "!=", False)
        mine = Domain("property_received_on", ">=", log.begun_on or log.date_start)
        pressing = Domain("property_is_urgent", "=", True) | Domain(
            "property_severity", "=", "major"
        )
        return [
            (
                "request",
                "helpdesk.ticket",
                "property_estate_id",
                "property_received_on",
                unfinished & (mine | pressing),
            ),
            (
                "callback",
                "property.service.callback",
                "estate_id",
                "due_on",
                Domain("state", "=", "open") & Domain("due_on", "<=", until),
            ),
            (
                "message",
                "property.service.message",
                "estate_id",
                "taken_on",
                Domain("state", "=", "open"),
            ),
            (
                "key",
                "property.key.loan",
                "estate_id",
                "lent_on",
                Domain("state", "=", "out"),
            ),
            (
                "visitor",
                "property.visitor",
                "estate_id",
                "arrived_on",
                Domain("state", "=", "inside"),
            ),
            (
                "incident",
                "property.incident",
                "estate_id",
                "date",
                Domain("state", "in", ("reported", "handling")),
            ),
        ]
