from odoo import models
from odoo.exceptions import AccessError, UserError

from .helpdesk_ticket_stage import ENDED

# Follow from the methods of the request, never typed (REN-26 holds here too).
PROTECTED = {
    "number",
    "closed_date",
    "property_first_contact_id",
    "property_recorded_by_id",
    "property_result",
    "property_close_code_id",
    "property_close_reason",
    "property_feedback_on",
    "property_feedback_by_id",
    "property_feedback_method",
    "property_done_on",
    "property_reopen_count",
    "property_transfer_count",
    "property_last_contact_on",
    "property_arrived_on",
    "property_notified_on",
    "property_notified_by_id",
    "property_review_date",
    "property_day_review_id",
    "property_week_review_id",
    "property_import_id",
    "property_import_key",
    "property_import_note",
    "property_is_portal",
    "property_rating",
    "property_rating_text",
    "property_rating_on",
}


class HelpdeskTicket(models.Model):
    """What nobody writes into a request by hand (SRV-02, REN-26)."""

    _inherit = "helpdesk.ticket"

    def _property_check_estate_change(self):
        """A request does not change sides once it exists (SRV-02)."""
        for ticket in self:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s cannot be moved to another estate; register the"
                    " request there and close this one.",
                    ticket=ticket.number,
                )
            )

    def _property_check_protected(self, vals):
        if PROTECTED & vals.keys():
            raise AccessError(
                self.env._(
                    "Result, feedback, closing and who received a request follow from"
                    " its steps; use the buttons of the request."
                )
            )
        if "stage_id" in vals:
            stage = self.env["helpdesk.ticket.stage"].browse(vals["stage_id"])
            self.filtered(lambda ticket: ticket.stage_id != stage)._property_check_drag(
                stage
            )
        if vals.get("active") is False and any(
            ticket.property_step not in ENDED for ticket in self
        ):
            raise UserError(self.env._("Only closed requests are archived."))
        if "user_id" in vals:
            self._property_check_handler(vals["user_id"])
