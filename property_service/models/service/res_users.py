from datetime import datetime, time

import pytz

from odoo import models
from odoo.fields import Domain

from .helpdesk_ticket_portal import PERSONAL_KINDS
from .property_service_dispatch import ENDED


class ResUsers(models.Model):
    _inherit = "res.users"

    def _property_home(self):
        """The desk begins the day with open requests, technicians with their orders."""
        technician = self.has_group(
            "property_service.property_service_group_technician"
        )
        desk = self.has_group("property_service.property_service_group_assistant")
        if technician and not desk:
            return "property_service.property_service_dispatch_action_technician"
        home = super()._property_home()
        if desk and home == "property_service.property_unit_action":
            return "property_service.property_request_action"
        return home

    def _property_request_domain(self):
        """Requests that residents see; the global rule on requests (SEC-01).

        Own ones, and those of the units held today since one has held them: what
        happened under the predecessor is the predecessor's.
        """
        self.ensure_one()
        if not self.share:
            return Domain.TRUE
        person = self.partner_id | self.partner_id.commercial_partner_id
        units = self._property_resident_units()
        domain = Domain("property_estate_id", "=", False) | (
            Domain("partner_id", "in", person.ids)
            & Domain("property_unit_id", "in", [*units, False])
        )
        shared = Domain("partner_id", "in", [False, *person.ids]) | Domain(
            "property_kind", "not in", PERSONAL_KINDS
        )
        for since, unit_ids in self._property_units_since().items():
            domain |= (
                shared
                & Domain("property_unit_id", "in", unit_ids)
                & Domain("property_received_on", ">=", since)
            )
        return domain

    def _property_units_since(self):
        """Units held today, by the moment since when one has held them."""
        # As in _property_resident_units.
        rows = self.sudo().partner_id._property_resident_occupancies(
            self._property_today()
        )
        first = {}
        for row in rows.sorted("date_start", reverse=True):
            zone = row.estate_id._property_tz()
            start = zone.localize(datetime.combine(row.date_start, time.min))
            first[row.unit_id.id] = start.astimezone(pytz.utc).replace(tzinfo=None)
        since = {}
        for unit_id, moment in first.items():
            since.setdefault(moment, []).append(unit_id)
        return since

    def _property_dispatch_domain(self):
        """Orders that give a technician the right to know of a unit (SEC-01)."""
        return Domain("user_id", "=", self.id) & Domain(
            "state", "not in", ("draft", *ENDED)
        )
