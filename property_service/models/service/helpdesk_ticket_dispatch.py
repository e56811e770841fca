from odoo import api, fields, models
from odoo.tools import html2plaintext

from .property_service_dispatch import ENDED
from .property_service_dispatch_case import REPAIR_CASES


class HelpdeskTicket(models.Model):
    """Dispatch orders of a request; it is not finished before them (SRV-32)."""

    _inherit = "helpdesk.ticket"

    property_dispatch_ids = fields.One2many(
        comodel_name="property.service.dispatch",
        inverse_name="ticket_id",
        string="Dispatch orders",
    )
    property_dispatch_count = fields.Integer(compute="_compute_property_dispatch")
    property_arrived_on = fields.Datetime(
        string="First on site on",
        readonly=True,
        copy=False,
        help="When the first technician arrived (SRV-54).",
    )
    property_repair_case = fields.Selection(
        selection=REPAIR_CASES,
        string="Repair case",
        compute="_compute_property_repair_case",
    )
    property_repair_case_reason = fields.Text(
        string="Why this case", compute="_compute_property_repair_case"
    )

    def _compute_property_dispatch(self):
        counts = dict(
            self.env["property.service.dispatch"]._read_group(
                [("ticket_id", "in", self.ids)], ["ticket_id"], ["__count"]
            )
        )
        for ticket in self:
            ticket.property_dispatch_count = counts.get(ticket._origin, 0)

    @api.depends("property_unit_id", "category_id", "property_kind", "property_impact")
    def _compute_property_repair_case(self):
        for ticket in self:
            case, reason, _end = ticket._property_repair_assessment()
            ticket.property_repair_case = case
            ticket.property_repair_case_reason = reason

    # === Actions ===

    def action_property_dispatch(self):
        """One click: an order with all that is known, and the technician proposed."""
        self.ensure_one()
        self.check_access("write")
        self._property_check_open()
        order = self.env["property.service.dispatch"].create({"ticket_id": self.id})
        return order.get_formview_action()

    def action_property_open_dispatches(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_service_dispatch_action"
        )
        action["domain"] = [("ticket_id", "=", self.id)]
        action["context"] = {"default_ticket_id": self.id}
        if len(self.property_dispatch_ids) == 1:
            action.update(res_id=self.property_dispatch_ids.id, views=[(False, "form")])
        return action

    # === Business methods ===

    def _property_dispatch_values(self):
        """Values of a new order of the request; the technician is proposed."""
        self.ensure_one()
        unit = self.property_unit_id
        problems = "\n".join(self.property_problem_ids.mapped("name"))
        words = [self.name, html2plaintext(self.description or "").strip(), problems]
        technician = self._property_proposed_technician()
        return {
            "estate_id": self.property_estate_id.id,
            "unit_id": unit.id,
            "place": " ".join(
                filter(None, (unit.display_name if unit else "", self.property_place))
            ),
            "description": "\n".join(dict.fromkeys(filter(None, words))),
            "customer_name": self.partner_name or self.partner_id.name,
            "phone": self.property_caller_phone or self.partner_id.phone,
            "payer_id": self.partner_id.id,
            "technician_id": technician.id,
            "appointment": fields.Datetime.now(),
            "is_in_home": bool(unit) and self.category_id.property_is_in_home,
        }

    def _property_proposed_technician(self):
        """Who has the skill, knows the zone best and has least to do (SRV-37)."""
        estate = self.property_estate_id
        # Who may be sent does not depend on who may see staff of other estates.
        staff = self.env["property.staff"].sudo()
        candidates = staff.search(
            [
                ("post", "=", "technician"),
                ("company_id", "=", estate.company_id.id),
                "|",
                ("estate_ids", "=", False),
                ("estate_ids", "in", estate.ids),
            ]
        )
        skill = self.category_id.property_skill_id
        skilled = candidates.filtered(lambda row: skill in row.skill_ids)
        candidates = skilled or candidates
        orders = self.env["property.service.dispatch"].sudo()  # as above
        busy = [
            ("technician_id", "in", candidates.ids),
            ("state", "not in", (*ENDED, "done")),
        ]
        load = dict(orders._read_group(busy, ["technician_id"], ["__count"]))
        zone = self.property_zone_id
        near = dict(
            orders._read_group(
                [
                    ("technician_id", "in", candidates.ids),
                    ("zone_id", "=", zone.id),
                    ("zone_id", "!=", False),
                ],
                ["technician_id"],
                ["__count"],
            )
        )
        ranked = candidates.sorted(
            lambda row: (load.get(row, 0), -near.get(row, 0), row.sequence, row.id)
        )
        return ranked[:1].sudo(self.env.su)

    def _property_repair_assessment(self):
        """Within warranty, out of warranty or public area (SRV-35; domain rule 5.5).

        :return: tuple of case (False where open), reason in words, last warranty day
        """
        self.ensure_one()
        if self.property_kind not in ("repair", "complaint"):
            return False, "", False
        unit = self.property_unit_id.sudo()  # dates of the unit decide for everybody
        if not unit or self.property_impact in ("building", "estate"):
            return "public", self.env._("Public area, not one unit."), False
        warranty = self.category_id.property_warranty_class_id
        if not warranty:
            return False, self.env._("The category names no warranty class."), False
        ends = warranty._property_ends(unit)
        period = warranty._property_period(unit.estate_id)
        if period and not ends["last"]:
            reason = self.env._(
                "Enter the completion date of building %(building)s and the delivery of"
                " the unit: the warranty runs from them.",
                building=unit.building_id.name,
            )
            return False, reason, False
        day = self._property_reported_day()
        reason = self.env._(
            "%(warranty)s: %(period)s, until %(end)s; reported on %(day)s.",
            warranty=warranty.name,
            period=warranty._property_period_text(unit.estate_id),
            end=ends["last"] or self.env._("by contract"),
            day=day,
        )
        within = ends["last"] and day <= ends["last"]
        return "in_warranty" if within else "out_of_warranty", reason, ends["last"]

    def _property_reported_day(self):
        """The day of the report on the estate's clock."""
        moment = self.property_received_on or fields.Datetime.now()
        zone = self.property_estate_id._property_tz()
        return fields.Datetime.context_timestamp(
            self.with_context(tz=str(zone)), moment
        ).date()

    def _property_on_dispatched(self):
        """The request follows its order (SRV-36)."""
        for ticket in self.filtered(
            lambda row: row.property_step in ("new", "accepted", "waiting")
        ):
            ticket._property_lock_steps()
            ticket._property_set_step("dispatched")

    def _property_follow_arrival(self):
        """The technician is on site: work goes on."""
        for ticket in self.filtered(
            lambda row: row.property_step
            in ("new", "accepted", "dispatched", "waiting")
        ):
            ticket._property_lock_steps()
            ticket._property_set_step("in_progress")
        self._property_arrived()

    def _property_arrived(self, moment=None):
        """Keep the first arrival, whose clock stops with it (SRV-54)."""
        for ticket in self.filtered(lambda row: not row.property_arrived_on):
            # Follows from the arrival alone; the right is checked by who calls.
            ticket.sudo().property_arrived_on = moment or fields.Datetime.now()
        return super()._property_arrived(moment)

    def _property_gates(self, step):
        gates = super()._property_gates(step)
        if step in ("done", "cannot_handle"):
            # An open order counts, whoever may see it.
            orders = self.sudo().property_dispatch_ids._property_is_open()
            gates.append(
                (
                    "dispatch",
                    not orders,
                    self.env._(
                        "Dispatch orders are open: %(orders)s; check or cancel them"
                        " first.",
                        orders=", ".join(orders.mapped("name")),
                    ),
                    False,
                )
            )
        return gates
