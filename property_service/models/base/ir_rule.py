from odoo import fields, models


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _compute_domain_context_values(self):
        # Residents' rules hold the units of today: at midnight, which is another hour
        # in each time zone, the cache must not keep open what ended yesterday.
        yield from super()._compute_domain_context_values()
        yield fields.Datetime.now().replace(minute=0, second=0)
