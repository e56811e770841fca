from datetime import datetime, time, timedelta

from odoo import models
from odoo.exceptions import AccessError

from .helpdesk_ticket_escalate import QUIET
from .property_service_callback_steps import MANAGER, SUPERVISOR

# Samples of callbacks: the director calls again, the supervisor verifies.
RESAMPLE = "service.callback_resample"
VERIFY = "service.callback_verify"
GROUPS = {RESAMPLE: MANAGER, VERIFY: SUPERVISOR}


class PropertySample(models.Model):
    """Samples of callbacks (SLA-07, SLA-08)."""

    _inherit = "property.sample"

    def action_open_callbacks(self):
        """What the director is to call."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_service_callback_action"
        )
        return {
            **action,
            "path": False,
            "domain": [("sample_line_id.sample_id", "=", self.id)],
            "context": {},
        }

    def _property_draw(self, seed=None):
        group = GROUPS.get(self.code)
        if group and not (self.env.su or self.env.user.has_group(group)):
            raise AccessError(
                self.env._(
                    "%(sample)s: the director draws the sample to be called again, a"
                    " supervisor the one to be verified.",
                    sample=self.name,
                )
            )
        result = super()._property_draw(seed)
        if self.code == RESAMPLE:
            self._property_plan_resample()
        return result

    def _property_plan_resample(self):
        """Each repair that was drawn is called again, by the end of the period."""
        zone = self.estate_id._property_tz()
        after = zone.localize(
            datetime.combine(self.date_end + timedelta(days=1), time.min)
        )
        # Callbacks follow from the sample; the right to draw it is checked above.
        callbacks = self.env["property.service.callback"].sudo()
        origins = callbacks.browse(self.line_ids.mapped("res_id"))
        callbacks.with_context(**QUIET).create(
            [
                {
                    "kind": "resample",
                    "ticket_id": origin.ticket_id.id,
                    "estate_id": origin.estate_id.id,
                    "round": origin.round,
                    "origin_id": origin.id,
                    "sample_line_id": line.id,
                    "closed_on": origin.closed_on,
                    "due_on": self.estate_id._property_naive(after),
                    "user_id": self.env.user.id,
                    "handler_id": origin.handler_id.id,
                    "technician_id": origin.technician_id.id,
                }
                for line, origin in zip(self.line_ids, origins, strict=True)
            ]
        )
