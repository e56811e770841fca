from odoo import models
from odoo.exceptions import AccessError


class HelpdeskTicket(models.Model):
    """接待业主情况记录: the reception register on paper (SRV-02, SRV-19, SLA-04)."""

    _inherit = "helpdesk.ticket"

    def action_property_print_register(self):
        """Print the chosen requests as lines of the register."""
        self._property_check_reader()
        ours = self.filtered("property_estate_id").sorted(
            lambda ticket: (
                ticket.property_estate_id.id,
                ticket.property_received_on,
                ticket.id,
            )
        )
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_register_report", ours
        )

    def _property_check_reader(self):
        """Residents read their own requests, not what the centre writes down."""
        self.check_access("read")
        user = self.env.user
        if not any(
            user.has_group(f"property_service.property_service_group_{role}")
            for role in ("assistant", "auditor")
        ):
            raise AccessError(
                self.env._("The register is for the service desk and auditors.")
            )

    def _property_register_pages(self):
        """The requests by estate, in the order in which the customers came.

        :return: list of pairs of estate and requests
        """
        tickets = self.sorted(
            lambda ticket: (
                ticket.property_received_on or ticket.create_date,
                ticket.id,
            )
        )
        return list(tickets.grouped("property_estate_id").items())

    def _property_register_days(self):
        """First and last day of these requests, on the estate's clock."""
        days = [ticket._property_reported_day() for ticket in self]
        first, last = min(days), max(days)
        return f"{first}" if first == last else f"{first} – {last}"

    def _property_register_subject(self):
        """Each problem of a request that holds several (SRV-02)."""
        problems = self.property_problem_ids.mapped("name")
        return "\n".join(dict.fromkeys(filter(None, (self.name, *problems))))

    def _property_register_handling(self):
        """What each level has done, as the levels wrote it (SLA-04).

        :return: list of strings
        """
        rows = self.property_handling_ids.sorted(lambda row: (row.date, row.id))
        levels = dict(rows._fields["level"]._description_selection(self.env))
        # Names of colleagues are no secret; their users may belong to other companies.
        return [
            f"{levels[row.level]} {row.user_id.sudo().name}: {row.text}" for row in rows
        ]

    def _property_register_signers(self, field):
        """Who has reviewed these lines, and when (SRV-09, SRV-10).

        :param str field: link to the review, of the day or of the week
        """
        # A review is signed for everybody to see on the register.
        reviews = self.sudo()[field].filtered("signed_on").sorted("signed_on")
        words = []
        for review in reviews:
            moment = self[:1].property_estate_id._property_clock(review.signed_on)
            words.append(f"{review.signed_by_id.name} {moment}")
        return ", ".join(words)
