from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

SHOWN = 100  # rows a kind on screen and paper; their number is always told


class PropertyDutyLog(models.Model):
    """What the shift's other books hold, listed beside the entries (DUT-05).

    Read with one query a kind when the log is looked at; nothing is copied.
    """

    _inherit = "property.duty.log"

    event_html = fields.Html(
        string="Registered in this shift", compute="_compute_events", sanitize=False
    )
    event_count = fields.Integer(
        string="Events of the shift", compute="_compute_events"
    )

    @api.depends_context("uid", "lang", "tz")
    def _compute_events(self):
        for log in self:
            events = log._property_events()
            log.event_count = sum(number for _k, number, _rows in events)
            log.event_html = log._property_event_html(events)

    # === Business methods ===

    def _property_window(self):
        """From when until when this shift answers for what comes in."""
        self.ensure_one()
        begin = self.begun_on
        if not begin:
            return None
        return begin, self.ended_on or fields.Datetime.now() + timedelta(seconds=1)

    def _property_event_sources(self):
        """Where events come from.

        :return: list of (kind, model, field of the estate, field of the time, domain)
        """
        calls = Domain("property_kind", "=", "call_note")
        ticket = ("helpdesk.ticket", "property_estate_id", "property_received_on")
        return [
            ("request", *ticket, Domain("property_kind", "!=", False) & ~calls),
            ("call", *ticket, calls),
            (
                "message",
                "property.service.message",
                "estate_id",
                "taken_on",
                Domain.TRUE,
            ),
            ("visitor", "property.visitor", "estate_id", "arrived_on", Domain.TRUE),
            (
                "key",
                "property.key.loan",
                "estate_id",
                "lent_on",
                Domain("state", "!=", "cancelled"),
            ),
            ("incident", "property.incident", "estate_id", "reported_on", Domain.TRUE),
        ]

    def _property_events(self):
        """Events of the shift, of the kinds that the user may read.

        :return: list of (label, number of all, records shown with their times)
        """
        window = self._property_window()
        if not window or not self.id:
            return []
        labels = dict(self._property_event_labels())
        events = []
        for kind, name, estate, time, domain in self._property_event_sources():
            model = self.env[name]
            if not model.has_access("read"):
                continue
            domain &= Domain(estate, "=", self.estate_id.id)
            domain &= Domain(time, ">=", window[0]) & Domain(time, "<", window[1])
            records = model.search(domain, order=f"{time}, id", limit=SHOWN + 1)
            number = len(records)
            if number > SHOWN:
                number = model.search_count(domain)
            if number:
                rows = [(record[time], record) for record in records[:SHOWN]]
                events.append((labels[kind], number, rows))
        return events

    @api.model
    def _property_event_labels(self):
        return [
            ("request", self.env._("Requests received")),
            ("call", self.env._("Calls noted")),
            ("message", self.env._("Phone messages")),
            ("visitor", self.env._("Visitors who came")),
            ("key", self.env._("Keys lent")),
            ("incident", self.env._("Incidents reported")),
        ]

    def _property_event_html(self, events):
        if not events:
            return False
        parts = []
        for label, number, rows in events:
            items = Markup("").join(
                Markup('<li>%s <a href="/odoo/%s/%s">%s</a></li>')
                % (
                    self.estate_id._property_clock(time, "%H:%M"),
                    record._name,
                    record.id,
                    record.display_name,
                )
                for time, record in rows
            )
            if number > len(rows):
                items += Markup("<li>…</li>")
            parts.append(
                Markup(
                    '<div class="mb-2"><strong>%s (%s)</strong>'
                    '<ul class="mb-0 list-unstyled ms-2">%s</ul></div>'
                )
                % (label, number, items)
            )
        return Markup("").join(parts)
