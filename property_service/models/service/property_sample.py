from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .helpdesk_ticket_escalate import QUIET
from .property_service_callback_steps import MANAGER, SUPERVISOR

# Samples of callbacks: the director calls again, the supervisor verifies.
RESAMPLE = "service.callback_resample"
VERIFY = "service.callback_verify"
GROUPS = {RESAMPLE: MANAGER, VERIFY: SUPERVISOR}
REGULAR = '("kind", "=", "regular")'
# What is drawn from, and from which period: all of the one before.
POPULATIONS = {
    RESAMPLE: (
        f'[{REGULAR}, ("ticket_kind", "=", "repair"), ("has_reopened", "=", False),'
        ' ("state", "!=", "cancelled"), ("resample_from", ">=", "period_start"),'
        ' ("resample_from", "<=", "period_end")]',
        "quarter",
    ),
    VERIFY: (
        f'[{REGULAR}, ("state", "=", "done"), ("verify_from", ">=", "period_start"),'
        ' ("verify_from", "<=", "period_end")]',
        "month",
    ),
}


class PropertySample(models.Model):
    """Samples of callbacks (SLA-07, SLA-08)."""

    _inherit = "property.sample"

    @api.model
    def default_get(self, fields_list):
        """A sample of callbacks is ready to be drawn: the numbers are settings."""
        values = super().default_get(fields_list)
        if values.get("code") not in POPULATIONS:
            return values
        domain, period = POPULATIONS[values["code"]]
        today = fields.Date.context_today(self)
        estate = self.env["property.estate"].browse(values.get("estate_id"))
        titles = {
            RESAMPLE: self.env._("Director's sample of repairs"),
            VERIFY: self.env._("Verification of callbacks"),
        }
        point = self.env.ref("property_service.property_control_point_g4")
        return {
            **values,
            "name": f"{titles[values['code']]} {today:%Y-%m}",
            "population_model": "property.service.callback",
            "population_domain": domain,
            "measure": "ratio",
            "amount": self._property_percent(values["code"], estate),
            "date_start": fields.Date.start_of(today, period),
            "date_end": fields.Date.end_of(today, period),
            "control_point_id": point.id,
        }

    @api.onchange("estate_id")
    def _onchange_estate_id(self):
        """Each estate has its own share (SLA-07, SLA-08)."""
        if self.code in POPULATIONS and self.estate_id:
            self.amount = self._property_percent(self.code, self.estate_id)

    @api.model
    def _property_percent(self, code, estate):
        return self.env["property.parameter"]._property_value(
            f"{code}_percent", estate=estate, company=estate.company_id
        )

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
