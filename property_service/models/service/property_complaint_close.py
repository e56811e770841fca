from datetime import timedelta

from odoo import fields, models


class PropertyComplaint(models.Model):
    """What must be met before a complaint is closed, and what follows from it."""

    _inherit = "property.complaint"

    def _property_closing_gates(self):
        """Gates of closing, for ``_property_gates`` of the request."""
        self.ensure_one()
        open_ones = self.compensation_ids.filtered(
            lambda row: (
                row.state == "draft"
                and row.approval_state not in ("approved", "approved_with_conditions")
            )
        )
        return [
            (
                "review",
                not self._property_review_due(),
                self.env._(
                    "The person complained about took the complaint: a supervisor"
                    " reviews it first, with “Review the complaint”."
                ),
                False,
            ),
            (
                "compensation",
                not open_ones,
                self.env._(
                    "A compensation is not decided yet: have it approved, or cancel it."
                ),
                False,
            ),
        ]

    def _property_on_closed(self):
        """File the record form; follow up on difficult customers (CMP-33, CMP-50)."""
        for complaint in self:
            complaint._property_file_record()
            complaint._property_follow_up()

    def _property_follow_up(self):
        if not self.is_difficult:
            return
        days = self.estate_id._property_parameter("service.difficult_follow_up_days")
        ticket = self.ticket_id
        user = ticket.property_first_contact_id or ticket.user_id
        if user and days:
            ticket.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=fields.Date.context_today(self) + timedelta(days=days),
                user_id=user.id,
                summary=self.env._("Ask the customer again"),
            )

    def _property_file_record(self):
        """投诉处理记录表 into the archive of the unit (CMP-33, ARC-16)."""
        papers = self.env["property.service.paper"].sudo()  # follows from closing
        paper = papers.create(
            {
                "complaint_id": self.id,
                "kind": "complaint",
                "round": self.ticket_id.property_reopen_count,
                "filed_on": fields.Datetime.now(),
            }
        )
        paper.with_delay(
            description=self.env._("Paper of complaint %(number)s", number=self.number)
        )._property_print()

    # === Paper ===

    def action_print(self):
        """投诉处理记录表 (CMP-33)."""
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_complaint_report", self
        )

    def action_open_ticket(self):
        self.ensure_one()
        action = self.ticket_id.get_formview_action()
        view = self.env.ref("property_service.property_request_view_form")
        return {**action, "views": [(view.id, "form")]}

    def _property_course(self):
        """What happened, in its order, for the record form.

        :return: list of dicts with ``date``, ``user``, ``what`` and ``text``
        """
        self.ensure_one()
        ticket = self.ticket_id.sudo()  # who prints the complaint reads its trail
        rows = [
            *(
                (row.date, row.user_id, self.env._("Handling"), row.text)
                for row in ticket.property_handling_ids
            ),
            *(
                (
                    row.date,
                    row.user_id,
                    self._property_label(row, "medium"),
                    row.content,
                )
                for row in ticket.property_contact_ids
                if row.medium != "visit" or row.content not in self._property_findings()
            ),
            *(
                (row.date, row.visitor_id, self.env._("On-site visit"), row.finding)
                for row in self.visit_ids
            ),
        ]
        return [
            {
                "date": self.estate_id._property_clock(date),
                "user": user.sudo().name,  # as above
                "what": what,
                "text": text,
            }
            for date, user, what, text in sorted(rows, key=lambda row: row[0])
        ]

    def _property_findings(self):
        """A visit stands in the contact log, too; on paper it stands once."""
        return set(self.visit_ids.mapped("finding"))

    def _property_label(self, row, name):
        labels = dict(row._fields[name]._description_selection(self.env))
        return labels.get(row[name], "")
