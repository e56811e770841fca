from datetime import datetime, time, timedelta

import pytz

from odoo import api, models
from odoo.tools import SQL

LATE_SHOWN = 6
PEAKS_SHOWN = 3
WEEKS = 8  # of which the usual day is made


class PropertyWallBoard(models.AbstractModel):
    """The queries of the board, all of one estate that the caller has checked."""

    _inherit = "property.wall.board"

    @api.model
    def _property_board_queue(self, estate, now, midnight):
        """What waits at the desk, and what came and went today."""
        [row] = self.env.execute_query_dict(
            SQL(
                """
                SELECT COUNT(*) FILTER (WHERE property_step = 'new') AS new,
                       COUNT(*) FILTER (WHERE property_step IN
                           ('accepted', 'dispatched', 'in_progress')) AS in_hand,
                       COUNT(*) FILTER (WHERE property_step = 'waiting') AS waiting,
                       COUNT(*) FILTER (WHERE property_step = 'done') AS feedback,
                       COUNT(*) FILTER (WHERE property_next_due < %(now)s) AS overdue,
                       COUNT(*) FILTER (WHERE property_is_urgent) AS urgent
                  FROM helpdesk_ticket
                 WHERE property_estate_id = %(estate)s
                   AND closed IS NOT TRUE AND active
                """,
                now=now,
                estate=estate.id,
            )
        )
        [today] = self.env.execute_query_dict(
            SQL(
                """
                SELECT (SELECT COUNT(*) FROM helpdesk_ticket
                         WHERE property_estate_id = %(estate)s AND active
                           AND property_received_on >= %(midnight)s) AS received,
                       (SELECT COUNT(*) FROM helpdesk_ticket
                         WHERE property_estate_id = %(estate)s AND active AND closed
                           AND closed_date >= %(midnight)s) AS closed
                """,
                midnight=midnight,
                estate=estate.id,
            )
        )
        return {"queue": row, "today": today}

    @api.model
    def _property_board_desk(self, estate, now, midnight):
        """Callbacks to make, visitors in the house, keys that should be back."""
        [row] = self.env.execute_query_dict(
            SQL(
                """
                SELECT (SELECT COUNT(*) FROM property_service_callback
                         WHERE estate_id = %(estate)s AND state = 'open'
                           AND due_on < %(tomorrow)s) AS callbacks,
                       (SELECT COUNT(*) FROM property_service_callback
                         WHERE estate_id = %(estate)s AND state = 'open'
                           AND due_on < %(midnight)s) AS callbacks_late,
                       (SELECT COALESCE(SUM(people_count), 0) FROM property_visitor
                         WHERE estate_id = %(estate)s AND state = 'inside') AS visitors,
                       (SELECT COUNT(*) FROM property_key_loan
                         WHERE estate_id = %(estate)s AND state = 'out') AS keys_out,
                       (SELECT COUNT(*) FROM property_key_loan
                         WHERE estate_id = %(estate)s AND state = 'out'
                           AND due_on < %(now)s) AS keys_late
                """,
                estate=estate.id,
                now=now,
                midnight=midnight,
                tomorrow=midnight + timedelta(days=1),
            )
        )
        return {"desk": row}

    @api.model
    def _property_board_late(self, estate, now):
        """The requests that are longest past their time, without a name."""
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT ticket.number, ticket.category_id, unit.code AS unit,
                       EXTRACT(EPOCH FROM %(now)s - ticket.property_next_due)
                           / 60 AS minutes
                  FROM helpdesk_ticket ticket
             LEFT JOIN property_unit unit ON unit.id = ticket.property_unit_id
                 WHERE ticket.property_estate_id = %(estate)s
                   AND ticket.closed IS NOT TRUE AND ticket.active
                   AND ticket.property_next_due < %(now)s
              ORDER BY ticket.property_next_due, ticket.id
                 LIMIT %(limit)s
                """,
                now=now,
                estate=estate.id,
                limit=LATE_SHOWN,
            )
        )
        categories = self.env["helpdesk.ticket.category"].sudo()  # words alone
        categories = categories.browse([row["category_id"] for row in rows])
        names = {category.id: category.name for category in categories if category}
        has_units = estate._property_parameter("service.board_units")
        return [
            {
                "number": row["number"],
                "matter": names.get(row["category_id"], ""),
                "unit": row["unit"] or "" if has_units else "",
                "minutes": int(row["minutes"]),
            }
            for row in rows
        ]

    @api.model
    def _property_board_duty(self, estate, now):
        """Who is on which post: by the duty log, where there is none by the roster."""
        rows = self.env.execute_query_dict(
            SQL(
                """
                WITH logged AS (
                    SELECT log.id, log.post_id, log.date_end
                      FROM property_duty_log log
                     WHERE log.estate_id = %(estate)s AND log.state = 'on_duty'
                ), people AS (
                    SELECT logged.post_id, link.staff_id, logged.date_end, TRUE AS begun
                      FROM logged
                      JOIN property_duty_log_staff_rel link ON link.log_id = logged.id
                     UNION
                    SELECT shift.post_id, shift.staff_id, shift.date_end, FALSE
                      FROM property_duty_shift shift
                     WHERE shift.estate_id = %(estate)s
                       AND shift.roster_state = 'published'
                       AND shift.date_start <= %(now)s AND shift.date_end > %(now)s
                       AND shift.post_id NOT IN (SELECT post_id FROM logged)
                )
                SELECT people.post_id, people.begun, MAX(people.date_end) AS until,
                       ARRAY_AGG(people.staff_id ORDER BY people.staff_id) AS staff
                  FROM people
                  JOIN property_duty_post post ON post.id = people.post_id
              GROUP BY people.post_id, people.begun, post.sequence
              ORDER BY post.sequence, people.post_id
                """,
                estate=estate.id,
                now=now,
            )
        )
        # Staff wear their names at the desk; the screen shows no more than that.
        staff = self.env["property.staff"].sudo()
        staff = staff.browse({one for row in rows for one in row["staff"]})
        names = {one.id: one.name for one in staff}
        posts = self.env["property.duty.post"].sudo()  # as above
        posts = posts.browse([row["post_id"] for row in rows])
        titles = {post.id: post.name for post in posts}
        return [
            {
                "post": titles[row["post_id"]],
                "people": [names[one] for one in row["staff"]],
                "until": row["until"] and str(row["until"]) or "",
                "is_begun": row["begun"],
            }
            for row in rows
        ]

    @api.model
    def _property_board_peaks(self, estate, now, day):
        """The next busy times that the estate has planned for (DUT-03).

        :return: list of dicts with the beginning and end in UTC
        """
        # Hours of shifts are no secret of the staff's.
        types = self.env["property.duty.shift.type"].sudo()
        types = types.search([("estate_id", "=", estate.id), ("is_peak", "=", True)])
        spans = {
            shift_type._property_times(day + timedelta(days=ahead))
            for shift_type in types
            for ahead in (0, 1)
        }
        coming = sorted(span for span in spans if span[1] > now)
        return [
            {"begin": str(begin), "end": str(end)}
            for begin, end in coming[:PEAKS_SHOWN]
        ]

    @api.model
    def _property_board_hours(self, estate, day):
        """Requests of each hour on this day of the week, of the last weeks' average.

        :return: list of 24 numbers
        """
        zone = estate._property_tz()
        days = [day - timedelta(weeks=back) for back in range(1, WEEKS + 1)]
        spans = SQL(", ").join(
            SQL("(%s::timestamp, %s::timestamp)", *self._property_day(zone, one))
            for one in days
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT FLOOR(EXTRACT(EPOCH FROM
                           ticket.property_received_on - span.first) / 3600)::int,
                       COUNT(*)
                  FROM (VALUES %(spans)s) AS span(first, last)
                  JOIN helpdesk_ticket ticket
                    ON ticket.property_received_on >= span.first
                   AND ticket.property_received_on < span.last
                   AND ticket.property_estate_id = %(estate)s
              GROUP BY 1
                """,
                spans=spans,
                estate=estate.id,
            )
        )
        counts = dict(rows)
        return [round(counts.get(hour, 0) / WEEKS, 1) for hour in range(24)]

    @api.model
    def _property_day(self, zone, day):
        """Beginning and end of a day where the estate is, in UTC."""
        return [
            zone.localize(datetime.combine(one, time.min))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for one in (day, day + timedelta(days=1))
        ]
