from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import formatLang

from .history_source import ICONS, SOURCES

PAGE = 40
PAGE_MOST = 100


class PropertyHistoryMixin(models.AbstractModel):
    """360° of a unit or customer: what happened, across areas, newest first (ARC-13).

    A page asks each kind of record once and for no more than a page of it, and each
    under the reader's own rights; a kind that the reader may not read is left out.
    """

    _name = "property.history.mixin"
    _description = "Record with a Timeline"

    # === Actions ===

    def action_property_history(self):
        """The timeline, with the figures of the customer above it (ARC-13)."""
        self.ensure_one()
        self._property_check_history()
        action = self.env["ir.actions.client"]._for_xml_id(
            f"property_service.{self._property_history_action()}"
        )
        return {**action, "context": {"active_id": self.id}}

    # === Pages ===

    def property_history_page(self, kinds=None, before=None, limit=PAGE):
        """One page of the timeline (ARC-13, TRD-06).

        :param list kinds: codes of the kinds wanted; None: all
        :param dict before: ``next`` of the page before
        :param int limit: lines of the page
        :return: dict with ``items``, ``next`` (False at the end) and ``kinds``, those
            that the reader may see
        """
        self.ensure_one()
        self._property_check_history()
        limit = min(max(int(limit), 1), PAGE_MOST)
        cursor = self._property_history_cursor(before)
        sources = self._property_history_sources()
        shown = list(dict.fromkeys(source.kind for _rank, source in sources))
        entries, is_full = [], False
        for rank, source in sources:
            if kinds is not None and source.kind not in kinds:
                continue
            records = self._property_history_records(source, rank, cursor, limit)
            is_full = is_full or len(records) == limit
            entries += [
                (self._property_history_moment(record[source.date]), -rank, record)
                for record in records
            ]
        entries.sort(key=lambda entry: (entry[0], entry[1], entry[2].id), reverse=True)
        has_more = is_full or len(entries) > limit
        entries = entries[:limit]
        return {
            "items": self._property_history_items(entries),
            "next": self._property_history_next(entries[-1])
            if entries and has_more
            else False,
            "kinds": [
                {"code": code, "name": name, "icon": ICONS[code]}
                for code, name in self._property_history_kinds().items()
                if code in shown
            ],
        }

    # === Hooks ===

    def _property_history_domain(self, source):
        """Records of a source that belong to this unit or customer.

        :param source: ``history_source.Source``
        :return: Domain
        """
        raise NotImplementedError

    def _property_history_units(self):
        """The units whose holders are named beside the lines."""
        raise NotImplementedError

    def _property_history_action(self):
        """Name of the client action that shows it."""
        raise NotImplementedError

    # === Rights ===

    def _property_check_history(self):
        """Who sees residents sees their timeline; a resident the own unit's.

        :raise AccessError: anybody else, technicians among them
        """
        self.check_access("read")
        if not self.env.user._property_sees_residents() and not self._property_is_own():
            raise AccessError(
                self.env._(
                    "The timeline of a household is for the service centre and for"
                    " accountants."
                )
            )

    def _property_is_own(self):
        """Whether the reader is a resident of it."""
        return False

    def _property_history_sources(self):
        """Sources that the reader may read, with the rank that orders them."""
        is_portal = self.env.user.share
        return [
            (rank, source)
            for rank, source in enumerate(SOURCES)
            if (source.is_portal or not is_portal)
            and self.env[source.model].has_access("read")
        ]

    # === Records ===

    def _property_history_records(self, source, rank, cursor, limit):
        domain = (
            self._property_history_domain(source)
            & Domain(source.domain)
            & Domain(source.date, "!=", False)
        )
        if source.ends:
            domain &= Domain(source.date, "<=", fields.Date.context_today(self))
        if cursor:
            domain &= self._property_history_older(source, rank, *cursor)
        return self.env[source.model].search(
            domain, order=f"{source.date} desc, id desc", limit=limit
        )

    def _property_history_older(self, source, rank, moment, last_rank, last_id):
        """What comes after the last line shown, in the order of the timeline."""
        name = source.date
        if self.env[source.model]._fields[name].type == "date":
            # A day stands at its midnight, where the reader lives.
            local = pytz.utc.localize(moment).astimezone(self._property_history_zone())
            day, is_midnight = local.date(), local.time() == time.min
            older = Domain(name, "<" if is_midnight else "<=", day)
            same = Domain(name, "=", day) if is_midnight else Domain.FALSE
        else:
            older, same = Domain(name, "<", moment), Domain(name, "=", moment)
        if rank > last_rank:
            return older | same
        if rank == last_rank:
            return older | (same & Domain("id", "<", last_id))
        return older

    def _property_history_zone(self):
        return pytz.timezone(self.env.context.get("tz") or self.env.user.tz or "UTC")

    def _property_history_moment(self, value):
        """The point in time by which a line is ordered."""
        if isinstance(value, datetime):
            # Domains compare whole seconds.
            return value.replace(microsecond=0)
        midnight = datetime.combine(value, time.min)
        local = self._property_history_zone().localize(midnight)
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    @api.model
    def _property_history_cursor(self, before):
        """:return: (moment, rank, id) of the last line shown, or empty"""
        if not before:
            return ()
        try:
            moment = fields.Datetime.to_datetime(str(before["moment"]))
            return moment, int(before["rank"]), int(before["id"])
        except (KeyError, TypeError, ValueError) as error:
            raise UserError(
                self.env._("The page asked for is unknown; load the timeline again.")
            ) from error

    @api.model
    def _property_history_next(self, entry):
        moment, rank, record = entry
        return {
            "moment": fields.Datetime.to_string(moment),
            "rank": -rank,
            "id": record.id,
        }

    # === Lines ===

    def _property_history_items(self, entries):
        households = self._property_history_households()
        items = []
        for _moment, rank, record in entries:
            source = SOURCES[-rank]
            date = record[source.date]
            unit = record[source.unit]
            items.append(
                {
                    "kind": source.kind,
                    "model": record._name,
                    "id": record.id,
                    "date": str(date),
                    "is_day": not isinstance(date, datetime),
                    "title": self._property_history_title(source, record),
                    "state": self._property_history_word(record, source.state),
                    "amount": self._property_history_amount(source, record),
                    "person": self._property_history_person(source, record),
                    "unit": ", ".join(unit.mapped("code")),
                    **self._property_history_household(households, unit, date),
                }
            )
        return items

    def _property_history_title(self, source, record):
        words = [self._property_history_word(record, name) for name in source.title]
        if source.model == "property.occupancy":
            words.append(
                self.env._("moved out") if source.ends else self.env._("moved in")
            )
        elif source.ends:
            words.append(self.env._("Ended"))
        return " ".join(word for word in words if word)

    def _property_history_word(self, record, name):
        """A field as the reader sees it on the form of the record."""
        if not name:
            return ""
        field = record._fields[name]
        value = record[name]
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "many2one":
            # The form, too, shows the name of a record that it only links to.
            return value.sudo().display_name or ""
        return value or ""

    def _property_history_amount(self, source, record):
        if not source.amount:
            return ""
        currency = record.company_id.currency_id
        return formatLang(self.env, record[source.amount], currency_obj=currency)

    def _property_history_person(self, source, record):
        if source.person_name:
            return record[source.person_name] or ""
        if not source.person:
            return ""
        # As above: the form shows the name of the customer.
        return record.sudo().mapped(source.person)[:1].display_name or ""

    # === Households ===

    def _property_history_households(self):
        """Who held the units, in which time; one query for a page.

        :return: dict of unit id to a list of (first day, last day, name)
        """
        if self.env.user.share:
            return {}
        rows = self.env["property.occupancy"].search_fetch(
            [
                ("unit_id", "in", self._property_history_units().ids),
                ("role", "in", ("owner", "tenant")),
            ],
            ["unit_id", "partner_id", "role", "date_start", "date_end"],
            order="date_start, id",
        )
        households = {}
        for row in rows:
            # As above: names of residents on a screen of residents.
            name = row.partner_id.sudo().display_name
            households.setdefault(row.unit_id.id, []).append(
                (row.date_start, row.date_end, name)
            )
        return households

    def _property_history_household(self, households, unit, date):
        """The household of that day, and whether it has left since (ARC-13)."""
        rows = [row for one in unit for row in households.get(one.id, ())]
        if isinstance(date, datetime):
            date = fields.Datetime.context_timestamp(self, date).date()
        today = fields.Date.context_today(self)
        then = [
            row for row in rows if row[0] <= date and (not row[1] or row[1] >= date)
        ]
        return {
            "household": ", ".join(dict.fromkeys(name for *_days, name in then)),
            "is_earlier": bool(then)
            and all(last and last < today for _first, last, _name in then),
        }

    @api.model
    def _property_history_kinds(self):
        """Codes of the kinds with their words, in the order of the filter."""
        return {
            "request": self.env._("Requests"),
            "complaint": self.env._("Complaints"),
            "callback": self.env._("Callbacks"),
            "visit": self.env._("Visits"),
            "bill": self.env._("Bills"),
            "payment": self.env._("Payments"),
            "dunning": self.env._("Dunning records"),
            "deposit": self.env._("Deposits"),
            "handover": self.env._("Handovers"),
            "defect": self.env._("Outstanding works"),
            "key": self.env._("Keys lent"),
            "renovation": self.env._("Renovations"),
            "notice": self.env._("Notices of violations"),
            "incident": self.env._("Incidents"),
            "pass": self.env._("Passes"),
            "visitor": self.env._("Visitors"),
            "paper": self.env._("Papers"),
            "people": self.env._("Occupancy and ownership"),
            "vehicle": self.env._("Vehicles"),
            "instruction": self.env._("Standing instructions"),
        }
