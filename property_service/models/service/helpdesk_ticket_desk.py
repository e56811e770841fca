from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

HITS = 12
VIEWS = {
    kind: f"property_service.property_request_view_{kind}"
    for kind in ("form", "list", "kanban", "search")
}
# What the desk's quick form may set; the server completes the rest.
INTAKE = {
    "property_kind",
    "property_estate_id",
    "property_unit_id",
    "partner_id",
    "partner_name",
    "property_caller_phone",
    "property_place",
    "property_received_by_id",
    "property_readback_confirmed",
    "property_caller_origin",
    "property_caller_purpose",
    "property_rings",
    "property_repeat_of_id",
    "property_severity",
    "category_id",
    "channel_id",
    "name",
    "description",
}


class HelpdeskTicket(models.Model):
    """Intake in 30 seconds: one search box, one card, one form (SRV-01..03, SRV-21)."""

    _inherit = "helpdesk.ticket"

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        """Requests look the same wherever they are opened from.

        The Back key, a reloaded page, the link of a mail or of a to-do name no view,
        and would show the helpdesk's own, without the buttons of the steps.
        """
        is_open = not view_id and f"{view_type}_view_ref" not in self.env.context
        if is_open and view_type in VIEWS and self._property_sees_requests():
            view_id = self.env.ref(VIEWS[view_type]).id
        return super().get_view(view_id, view_type, **options)

    @api.model
    def _property_sees_requests(self):
        groups = ("assistant", "auditor")
        return not self.env.su and any(
            self.env.user.has_group(f"property_service.property_service_group_{group}")
            for group in groups
        )

    @api.model
    def property_desk_options(self):
        """What the desk's form offers: kinds, categories, channels, estates.

        :return: dict of lists of dicts with ``id`` and ``name``
        :raise AccessError: not for who does not work at the desk
        """
        self._property_check_desk()
        categories = self.env["helpdesk.ticket.category"].search([])
        channels = self.env["helpdesk.ticket.channel"].search([])
        estates = self.env["property.estate"].search([])
        kinds = self._fields["property_kind"]._description_selection(self.env)
        return {
            "kinds": [{"id": kind, "name": name} for kind, name in kinds],
            "categories": [
                {
                    "id": category.id,
                    "name": category.complete_name,
                    "kind": category.property_kind or "",
                    "has_children": bool(category.child_id),
                }
                for category in categories
            ],
            "channels": self._property_desk_channels(channels),
            "people": self._property_desk_people(),
            "estates": [{"id": estate.id, "name": estate.name} for estate in estates],
            "channel_id": self.env.ref(
                "helpdesk_mgmt.helpdesk_ticket_channel_phone"
            ).id,
            "estate_id": estates.id if len(estates) == 1 else False,
            "form_id": self.env.ref("property_service.property_request_view_form").id,
        }

    @api.model
    def _property_desk_channels(self, channels):
        """Channels, and whether the rings before the answer count (ACC-07, CMP-18)."""
        rules = self.env["property.service.target"]._property_rules()
        lines = [rule for rule in rules if rule.measure == "answer"]
        return [
            {
                "id": channel.id,
                "name": channel.name,
                "has_rings": any(
                    not rule.channels or channel.id in rule.channels for rule in lines
                ),
            }
            for channel in channels
        ]

    @api.model
    def _property_desk_people(self):
        """Who may have heard the customer: oneself first, then the other posts."""
        users = self.env["res.users"].search(
            [("share", "=", False), ("company_ids", "in", self.env.companies.ids)]
        )
        users = self.env.user | users
        return [{"id": user.id, "name": user.name} for user in users]

    @api.model
    def property_desk_search(self, text):
        """Who calls: by phone, unit code, name or request number.

        :param str text: what the desk typed
        :return: list of dicts: unit and person, or a request
        :raise AccessError: not for who does not work at the desk
        """
        self._property_check_desk()
        text = str(text or "").strip()
        if len(text) < 2:
            return []
        hits = self._property_desk_hits(text)
        tickets = self.search(
            [("number", "ilike", text), ("property_estate_id", "!=", False)], limit=3
        )
        hits += [
            {
                "ticket_id": ticket.id,
                "title": ticket.number,
                "text": ticket.name,
                "unit_id": ticket.property_unit_id.id,
                "partner_id": ticket.partner_id.id,
            }
            for ticket in tickets
        ]
        return hits[:HITS]

    @api.model
    def _property_desk_hits(self, text):
        occupancies = self.env["property.occupancy"]
        current = occupancies._property_current_domain()
        partners = self.env["res.partner"].search(
            [("display_name", "ilike", text)], limit=HITS
        )
        units = self.env["property.unit"]
        # Enter takes the first hit: 1-1-101 stands before 11-1-101 of another estate.
        named = units.search([("code", "=", text)], limit=HITS)
        units = named | units.search([("code", "ilike", text)], limit=HITS)
        rows = occupancies.search(
            Domain(current) & Domain("unit_id", "in", named.ids), limit=HITS
        )
        rows |= occupancies.search(
            Domain(current)
            & (
                Domain("partner_id", "in", partners.ids)
                | Domain("unit_id", "in", units.ids)
            ),
            limit=HITS,
        )
        roles = dict(occupancies._fields["role"]._description_selection(self.env))
        hits = [
            {
                "unit_id": row.unit_id.id,
                "partner_id": row.partner_id.id,
                "title": row.unit_id.code,
                "text": f"{row.partner_id.name} · {roles[row.role]}",
                "phone": row.partner_id.phone or "",
                "estate": row.estate_id.name,
            }
            for row in rows
        ]
        for unit in units - rows.unit_id:
            hits.append(
                {
                    "unit_id": unit.id,
                    "partner_id": False,
                    "title": unit.code,
                    "text": "",
                    "phone": "",
                    "estate": unit.estate_id.name,
                }
            )
        for partner in partners - rows.partner_id:
            hits.append(
                {
                    "unit_id": False,
                    "partner_id": partner.id,
                    "title": partner.name,
                    "text": "",
                    "phone": partner.phone or "",
                    "estate": "",
                }
            )
        return hits

    @api.model
    def property_desk_card(self, unit_id=False):
        """The unit at a glance, for the panel beside the form.

        :param int unit_id: a unit of the user's estates
        :return: see ``property.unit._property_desk_card``
        :raise AccessError: not for who does not work at the desk
        """
        self._property_check_desk()
        unit = self.env["property.unit"].browse(int(unit_id or 0)).exists()
        if not unit:
            return {}
        unit.check_access("read")
        return unit._property_desk_card()

    @api.model
    def property_desk_create(self, values):
        """Register a request from the desk's form.

        :param dict values: fields of ``INTAKE``
        :return: dict with ``id``, ``number`` and the earlier similar request, if any
        :raise AccessError: not for who does not work at the desk
        :raise UserError: nothing was written down, or another field is sent
        """
        self._property_check_desk()
        unknown = values.keys() - INTAKE
        if unknown:
            raise UserError(
                self.env._(
                    "The desk's form does not set %(fields)s.",
                    fields=", ".join(sorted(unknown)),
                )
            )
        if not (values.get("name") or "").strip() and not values.get("description"):
            raise UserError(self.env._("Write down what the customer wants."))
        ticket = self.create(values)
        similar = ticket.property_similar_id
        return {
            "id": ticket.id,
            "number": ticket.number,
            "similar": {
                "id": similar.id,
                "number": similar.number,
                "name": similar.name,
            }
            if similar
            else False,
        }

    def _property_check_desk(self):
        if not self.env.user.has_group(
            "property_service.property_service_group_assistant"
        ):
            raise AccessError(
                self.env._("Requests are registered at the service desk.")
            )
