from odoo import models


class PropertyVisitOpinion(models.Model):
    """不合格项处理记录表: how an opinion was put right and fed back (VIS-02)."""

    _inherit = "property.visit.opinion"

    def action_print_record(self):
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.property_visit_opinion_report", self
        )

    def _property_kind_text(self):
        """What it became, in words, for paper."""
        self.ensure_one()
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _property_paper_callbacks(self):
        """Callbacks that reached the customer, with the words for how satisfied."""
        self.ensure_one()
        calls = self.ticket_id.property_callback_ids
        levels = dict(calls._fields["level"]._description_selection(self.env))
        return [
            (call, levels.get(call.level, ""))
            for call in calls.filtered(lambda call: call.state == "done")
        ]

    def _property_paper_corrections(self):
        """Hook: what was put on record about the same matter beside the request.

        :return: list of (words for the line, text)
        """
        self.ensure_one()
        return []

    def _property_paper_rows(self):
        """Handling of the request and contacts about it, in the order of time.

        :return: list of (date, who, words)
        """
        self.ensure_one()
        ticket = self.ticket_id
        rows = [
            (row.date, row.user_id.name, row.text)
            for row in ticket.property_handling_ids
        ]
        rows += [
            (row.date, row.user_id.name, row.content)
            for row in ticket.property_contact_ids
        ]
        return sorted(rows, key=lambda row: row[0])
