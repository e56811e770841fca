from odoo import fields, models


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _compute_domain_context_values(self):
        # Residents' rules hold the units of today: at midnight the cache must not
        # keep open what ended yesterday.
        yield from super()._compute_domain_context_values()
        yield fields.Date.today()
