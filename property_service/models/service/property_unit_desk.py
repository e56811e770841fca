from odoo import models
from odoo.tools import format_date, formatLang

from .helpdesk_ticket_stage import ENDED

SHOWN = 5  # open requests on the desk's card


class PropertyUnit(models.Model):
    """What the desk must know of a unit while its owner is on the phone (SRV-55)."""

    _inherit = "property.unit"

    def _property_desk_card(self):
        """The unit at a glance.

        :return: dict with ``unit``, ``people``, ``instructions``, ``requests`` and
            ``facts``, each fact a dict of label, value and level
            (``info``, ``warning``, ``danger``)
        """
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "unit": {
                "id": self.id,
                "code": self.code,
                "estate": self.estate_id.name,
                "building": self.building_id.name,
                "zone": self.zone_id.name or "",
                "state": states.get(self.state, ""),
            },
            "people": [
                self._property_desk_person(occupancy)
                for occupancy in self.current_occupancy_ids
            ],
            "instructions": [
                instruction._property_line()
                for instruction in self.instruction_ids.filtered("is_current")
            ],
            "requests": self._property_desk_requests(),
            "facts": self._property_desk_facts(),
        }

    def _property_desk_person(self, occupancy):
        roles = dict(occupancy._fields["role"]._description_selection(self.env))
        partner = occupancy.partner_id
        return {
            "id": partner.id,
            "name": partner.name,
            "role": roles[occupancy.role],
            "phone": partner.phone or "",
        }

    def _property_desk_requests(self):
        tickets = self.env["helpdesk.ticket"].search(
            [
                ("property_unit_id", "=", self.id),
                ("property_step", "not in", ENDED),
            ],
            order="property_received_on desc",
            limit=SHOWN,
        )
        steps = dict(tickets._fields["property_step"]._description_selection(self.env))
        return [
            {
                "id": ticket.id,
                "number": ticket.number,
                "name": ticket.name,
                "step": steps.get(ticket.property_step, ""),
                "date": format_date(self.env, ticket.property_received_on),
                "handler": ticket.user_id.name or "",
            }
            for ticket in tickets
        ]

    def _property_desk_facts(self):
        """Arrears, keys, renovation and defects, each where there is something."""
        facts = []
        if self.amount_overdue:
            facts.append(
                {
                    "label": self.env._("Arrears"),
                    "value": formatLang(
                        self.env, self.amount_overdue, currency_obj=self.currency_id
                    ),
                    "level": "danger",
                }
            )
        if self.key_out_count:
            facts.append(
                {
                    "label": self.env._("Keys out"),
                    "value": str(self.key_out_count),
                    "level": "warning",
                }
            )
        if self.renovation_info:
            facts.append(
                {
                    "label": self.env._("Renovation"),
                    "value": self.renovation_info,
                    "level": "info",
                }
            )
        if self.defect_count:
            facts.append(
                {
                    "label": self.env._("Open defects"),
                    "value": str(self.defect_count),
                    "level": "warning",
                }
            )
        return facts
