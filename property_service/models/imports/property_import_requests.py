from markupsafe import Markup

from odoo import fields, models

from .bulk import create_all
from .link_requests import CHANNELS

SUBJECT_LENGTH = 80


class PropertyImport(models.Model):
    """What customers said before go-live, word for word (CMP-33, SRV-14)."""

    _inherit = "property.import"

    request_ids = fields.One2many(
        comodel_name="helpdesk.ticket", inverse_name="property_import_id"
    )
    request_count = fields.Integer(
        string="Requests taken over", compute="_compute_request_count"
    )

    def _compute_request_count(self):
        groups = self.env["helpdesk.ticket"]._read_group(
            [("property_import_id", "in", self.ids)],
            ["property_import_id"],
            ["__count"],
        )
        counts = {record.id: count for record, count in groups}
        for record in self:
            record.request_count = counts.get(record.id, 0)

    def action_open_requests(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_request_action"
        )
        return {
            **action,
            "path": False,
            "domain": [("property_import_id", "=", self.id)],
            "context": {},
        }

    def _property_apply_requests(self, book, index, tally):
        """Messages become requests; those of an earlier import stay as they are."""
        entities = list(book.requests.values())
        new = [entity for entity in entities if not entity.record]
        channels = self._property_import_channels()
        closed = self.env["helpdesk.ticket.stage"]._property_of_step("closed")

        def values_of(entity):
            return self._property_request_values(entity, index, channels, closed)

        # Old messages have no time limits that could run; only the import, which works
        # as the superuser, may leave them out.
        tickets = self.env["helpdesk.ticket"].with_context(property_no_clocks=True)
        create_all(tickets, new, values_of, tally)
        tally.add(tickets, unchanged=len(entities) - len(new))

    def _property_import_channels(self):
        found = {}
        for choice, xmlid in CHANNELS.items():
            channel = self.env.ref(xmlid, raise_if_not_found=False)
            found[choice] = channel.id if channel else False
        return found

    def _property_request_values(self, entity, index, channels, closed):
        values = entity.values
        unit = index.units.get(values.get("unit"))
        partner = values["partner"]
        category = values["category_record"]
        is_closed = values.get("status", "closed") == "closed" and bool(
            values.get("status") or values.get("result")
        )
        found = {
            "property_import_id": self.id,
            "property_import_key": values["key"],
            "property_import_note": self._property_request_note(values, is_closed),
            "property_estate_id": self.estate_id.id,
            "property_unit_id": unit.id if unit else False,
            "property_kind": values["kind"],
            "property_place": values.get("place"),
            "property_received_on": values["received_utc"],
            "partner_id": partner.id if partner else False,
            "partner_name": values.get("name"),
            "property_caller_phone": values.get("phone"),
            "category_id": category.id if category else False,
            "channel_id": channels.get(values.get("channel"), False),
            "name": _subject(values),
            "description": _as_html(values["text"]),
            "user_id": False,
        }
        if is_closed:
            # When it ended nobody knows better than the workbook.
            ended = values.get("closed_utc") or values["received_utc"]
            found.update(
                stage_id=closed.id,
                closed_date=ended,
                property_done_on=ended,
                property_result=values.get("result"),
            )
        return found

    def _property_request_note(self, values, is_closed):
        """What the desk has no field for is kept with its heading."""
        parts = [
            (self.env._("Message number"), values.get("number")),
            (self.env._("Handled by"), values.get("handler")),
        ]
        if not values["category_record"]:
            category = (self.env._("Category of the message"), values.get("category"))
            parts.append(category)
        if not is_closed:
            parts.append((self.env._("Answer given"), values.get("result")))
        parts.append((self.env._("Further notes"), values.get("remark")))
        return "\n".join(f"{label}: {value}" for label, value in parts if value)


def _subject(values):
    """The subject, else the beginning of the text, which stays whole below."""
    given = " ".join((values.get("subject") or "").split())
    words = " ".join(values["text"].split())
    return given or words[:SUBJECT_LENGTH]


def _as_html(text):
    """Text as it was written; signs of HTML in it are signs, not HTML."""
    return Markup("<p>%s</p>") % Markup("<br>").join(text.split("\n"))
