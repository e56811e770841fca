from odoo import api, fields, models
from odoo.tools import SQL


class PropertyAppraisalSheet(models.Model):
    """What requests, targets, callbacks and checks say of a person (QA-15)."""

    _inherit = "property.appraisal.sheet"

    request_count = fields.Integer(
        string="Requests handled",
        readonly=True,
        help="Requests done as handler and dispatch orders done as technician.",
    )
    target_count = fields.Integer(string="Time limits", readonly=True)
    target_late_count = fields.Integer(string="Time limits missed", readonly=True)
    target_rate = fields.Float(
        string="Time limits kept (%)", readonly=True, digits=(5, 1), aggregator=None
    )
    callback_count = fields.Integer(string="Callbacks answered", readonly=True)
    satisfaction_rate = fields.Float(
        string="Satisfied at callback (%)",
        readonly=True,
        digits=(5, 1),
        aggregator=None,
    )
    check_count = fields.Integer(string="Quality checks of the person", readonly=True)
    check_rate = fields.Float(
        string="Checks passed (%)", readonly=True, digits=(5, 1), aggregator=None
    )
    praise_count = fields.Integer(string="Praises", readonly=True)
    complaint_count = fields.Integer(string="Complaints upheld", readonly=True)

    @api.model
    def _property_figures(self, estate, staff, month):
        figures = super()._property_figures(estate, staff, month)
        since, until = self._property_moments(estate, month)
        of_user = {member.user_id.id: member for member in staff if member.user_id}
        sources = [
            self._property_request_figures(of_user, staff, since, until),
            self._property_target_figures(of_user, since, until),
            self._property_callback_figures(of_user, staff, since, until),
            self._property_check_figures(staff, since, until),
            self._property_entry_figures(staff, month),
        ]
        for member, values in figures.items():
            values.update(dict.fromkeys(self._property_service_fields(), 0))
            for source in sources:
                values.update(source.get(member, {}))
        return figures

    @api.model
    def _property_service_fields(self):
        return (
            "request_count",
            "target_count",
            "target_late_count",
            "target_rate",
            "callback_count",
            "satisfaction_rate",
            "check_count",
            "check_rate",
            "praise_count",
            "complaint_count",
        )

    @api.model
    def _property_propose(self, sheets, figures):
        """Limits kept less often than the setting says (QA-15)."""
        rows = []
        for sheet in sheets:
            values = figures[sheet.staff_id]
            minimum = sheet.estate_id._property_parameter("appraisal.target_minimum")
            if values["target_count"] and values["target_rate"] < minimum:
                rows.append(
                    {
                        "staff": sheet.staff_id,
                        "date": fields.Date.end_of(sheet.month, "month"),
                        "kind": "target_missed",
                        "source": sheet,
                        "reason": self.env._(
                            "%(late)s of %(count)s time limits missed.",
                            late=values["target_late_count"],
                            count=values["target_count"],
                        ),
                    }
                )
        self.env["property.appraisal.entry"]._property_add_all(rows)
        return super()._property_propose(sheets, figures)

    # === Figures ===

    @api.model
    def _property_moments(self, estate, month):
        """The month as moments: from the first, until before the second."""
        before = fields.Date.subtract(month, days=1)
        last = fields.Date.end_of(month, "month")
        return estate._property_midnight(before), estate._property_midnight(last)

    @api.model
    def _property_request_figures(self, of_user, staff, since, until):
        figures = {}
        span = [("property_done_on", ">=", since), ("property_done_on", "<", until)]
        for user, count in self.env["helpdesk.ticket"]._read_group(
            [("user_id", "in", list(of_user)), *span], ["user_id"], ["__count"]
        ):
            figures[of_user[user.id]] = {"request_count": count}
        for member, count in self.env["property.service.dispatch"]._read_group(
            [
                ("technician_id", "in", staff.ids),
                ("state", "in", ("done", "closed")),
                ("done_on", ">=", since),
                ("done_on", "<", until),
            ],
            ["technician_id"],
            ["__count"],
        ):
            values = figures.setdefault(member, {"request_count": 0})
            values["request_count"] += count
        return figures

    @api.model
    def _property_target_figures(self, of_user, since, until):
        """Limits that fell due in the month, by the handler of the request."""
        if not of_user:
            return {}
        self.env["property.service.clock"].flush_model()
        self.env["helpdesk.ticket"].flush_model(["user_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT ticket.user_id, COUNT(*), COUNT(*) FILTER (WHERE clock.is_late)
                  FROM property_service_clock clock
                  JOIN helpdesk_ticket ticket ON ticket.id = clock.ticket_id
                 WHERE ticket.user_id IN %s
                   AND clock.due_on >= %s AND clock.due_on < %s
                   AND clock.measure != 'escalation'
                   AND (clock.state != 'dropped' OR clock.is_late)
              GROUP BY ticket.user_id
                """,
                tuple(of_user),
                since,
                until,
            )
        )
        return {
            of_user[user_id]: {
                "target_count": count,
                "target_late_count": late,
                "target_rate": 100.0 * (count - late) / count,
            }
            for user_id, count, late in rows
        }

    @api.model
    def _property_callback_figures(self, of_user, staff, since, until):
        """The technician's work is judged, else that of the handler."""
        counts = {}
        for technician, handler, unhappy, count in self.env[
            "property.service.callback"
        ]._read_group(
            [
                "|",
                ("technician_id", "in", staff.ids),
                "&",
                ("technician_id", "=", False),
                ("handler_id", "in", list(of_user)),
                ("state", "=", "done"),
                ("level", "!=", False),
                ("called_on", ">=", since),
                ("called_on", "<", until),
            ],
            ["technician_id", "handler_id", "is_unsatisfied"],
            ["__count"],
        ):
            member = technician or of_user[handler.id]
            total, bad = counts.get(member, (0, 0))
            counts[member] = (total + count, bad + (count if unhappy else 0))
        return {
            member: {
                "callback_count": total,
                "satisfaction_rate": 100.0 * (total - bad) / total,
            }
            for member, (total, bad) in counts.items()
        }

    @api.model
    def _property_check_figures(self, staff, since, until):
        """Checks of the person that found nothing, of all that are done (QA-05)."""
        counts = {}
        for member, failed, count in self.env["property.quality.check"]._read_group(
            [
                ("staff_ids", "in", staff.ids),
                ("state", "=", "done"),
                ("date", ">=", since),
                ("date", "<", until),
            ],
            ["staff_ids", "failed_count"],
            ["__count"],
        ):
            total, good = counts.get(member, (0, 0))
            counts[member] = (total + count, good + (0 if failed else count))
        return {
            member: {"check_count": total, "check_rate": 100.0 * good / total}
            for member, (total, good) in counts.items()
            if member in staff
        }

    @api.model
    def _property_entry_figures(self, staff, month):
        names = {"praise": "praise_count", "complaint_upheld": "complaint_count"}
        figures = {}
        for member, kind, count in self.env["property.appraisal.entry"]._read_group(
            [
                ("staff_id", "in", staff.ids),
                ("month", "=", month),
                ("state", "=", "confirmed"),
                ("reverses_id", "=", False),
                ("kind", "in", list(names)),
            ],
            ["staff_id", "kind"],
            ["__count"],
        ):
            figures.setdefault(member, {})[names[kind]] = count
        return figures
