from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# What a customer reports as wrong; what he orders or praises is no problem.
KINDS = ("repair", "complaint", "inquiry")


class PropertyRepeatProblem(models.Model):
    """重复问题: the same matter again and again in a unit or facility (TRD-02).

    Found by a rule, so many requests of a category in so many days, and followed up by
    who looks for its cause.
    """

    _name = "property.repeat.problem"
    _description = "Repeated Problem"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "property.estate.mixin",
        "property.step.mixin",
    ]
    _order = "last_on desc, id desc"
    _rec_names_search = ["unit_id", "equipment_id", "category_id"]
    _check_company_auto = True

    state = fields.Selection(
        selection=[
            ("open", "To be looked into"),
            ("followed", "Followed up"),
            ("dismissed", "No common cause"),
        ],
        string="Follow-up status",
        required=True,
        readonly=True,
        default="open",
        index=True,
        copy=False,
        tracking=True,
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    equipment_id = fields.Many2one(
        comodel_name="maintenance.equipment",
        string="Facility",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    category_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category",
        string="Category",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    ticket_count = fields.Integer(string="Times reported", readonly=True)
    first_on = fields.Datetime(string="First reported on", readonly=True)
    last_on = fields.Datetime(string="Last reported on", readonly=True)
    measures = fields.Text(
        string="Cause and what is done",
        help="What was found, and what keeps it from coming back.",
    )
    decided_on = fields.Datetime(string="Decided on", readonly=True, copy=False)
    decided_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Decision by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _one_place = models.Constraint(
        "CHECK((unit_id IS NULL) <> (equipment_id IS NULL))",
        "A repeated problem belongs to a unit or to a facility.",
    )
    _unit_open_uniq = models.UniqueIndex(
        "(unit_id, category_id) WHERE state = 'open' AND unit_id IS NOT NULL",
        "This unit has an open problem of this category already.",
    )
    _equipment_open_uniq = models.UniqueIndex(
        "(equipment_id, category_id) WHERE state = 'open' AND equipment_id IS NOT NULL",
        "This facility has an open problem of this category already.",
    )

    @api.depends("unit_id", "equipment_id", "category_id", "ticket_count")
    def _compute_display_name(self):
        for problem in self:
            place = problem.unit_id.code or problem.equipment_id.name or ""
            matter = problem.category_id.name or ""
            problem.display_name = f"{place} {matter} ×{problem.ticket_count}".strip()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A repeated problem stays on record; say what was done.")
        )

    def _property_step_fields(self):
        return {
            "state",
            "estate_id",
            "unit_id",
            "equipment_id",
            "category_id",
            "ticket_count",
            "first_on",
            "last_on",
            "decided_on",
            "decided_by_id",
        }

    # === Actions ===

    def action_follow(self):
        """The cause is known and dealt with, or somebody is at it."""
        self._property_decide("followed")

    def action_dismiss(self):
        """The requests have nothing to do with each other."""
        self._property_decide("dismissed")

    def action_open_tickets(self):
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "property_service.property_request_action"
            ),
            "path": False,
            "domain": list(self._property_ticket_domain()),
            "context": {"property_desk": True},
        }

    def action_report_nonconformity(self):
        """A non-conformity with what is known filled in; its owner finds the cause."""
        self.ensure_one()
        last = self.env["helpdesk.ticket"].search(
            self._property_ticket_domain(), order="property_received_on desc", limit=1
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Non-conformity"),
            "res_model": "property.quality.nonconformity",
            "views": [(False, "form")],
            "context": {
                "default_estate_id": self.estate_id.id,
                "default_finding": self.display_name,
                "default_place": self.unit_id.code or self.equipment_id.name,
                "default_ticket_id": last.id,
            },
        }

    # === Business methods ===

    def _property_decide(self, state):
        """Write down what follows, once (TRD-02).

        :raise UserError: nothing said, or decided already
        """
        for problem in self:
            problem._property_step("open")
            if not (problem.measures or "").strip():
                raise UserError(
                    self.env._(
                        "%(problem)s: write down the cause and what is done first.",
                        problem=problem.display_name,
                    )
                )
            problem._property_set(
                state=state,
                decided_on=fields.Datetime.now(),
                decided_by_id=self.env.uid,
            )

    def _property_ticket_domain(self):
        """The requests that make up this problem."""
        self.ensure_one()
        domain = (
            Domain("category_id", "=", self.category_id.id)
            & Domain("property_kind", "in", KINDS)
            & Domain("property_received_on", ">=", self.first_on)
        )
        if self.decided_on:
            domain &= Domain("property_received_on", "<=", self.decided_on)
        if self.unit_id:
            return domain & Domain("property_unit_id", "=", self.unit_id.id)
        return domain & Domain("property_equipment_id", "=", self.equipment_id.id)
