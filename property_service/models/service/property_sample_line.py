from odoo import models
from odoo.exceptions import AccessError, UserError

from .property_sample import GROUPS, RESAMPLE
from .property_service_callback_steps import SUPERVISOR


class PropertySampleLine(models.Model):
    """Verdicts on callbacks (SLA-07, SLA-08): not by who made the call."""

    _inherit = "property.sample.line"

    def _property_check_open(self, vals):
        super()._property_check_open(vals)
        if self.env.su or self.code not in GROUPS:
            return
        if self.code == RESAMPLE:
            raise UserError(
                self.env._(
                    "%(line)s: the verdict follows from the director's call.",
                    line=self.name,
                )
            )
        caller = self.env[self.res_model].browse(self.res_id).called_by_id
        if not self.env.user.has_group(SUPERVISOR) or caller == self.env.user:
            raise AccessError(
                self.env._(
                    "%(line)s: a supervisor verifies the calls of others.",
                    line=self.name,
                )
            )
