from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval


class PropertyLedger(models.Model):
    """An electronic ledger that must be looked at every day (ARC-11).

    Delivered as data: unit status with owners, outstanding works, keys, renovation.
    """

    _name = "property.ledger"
    _description = "Ledger"
    _order = "sequence, id"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    res_model = fields.Char(string="Model", required=True, readonly=True)
    domain = fields.Char(required=True, readonly=True, default="[]")
    action = fields.Char(required=True, readonly=True, help="Window of the ledger.")
    source = fields.Text(translate=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")

    @api.model
    def _property_domain(self, text):
        return Domain(safe_eval(text or "[]"))

    def _property_figures(self, estates, since):
        """Records, changes and last change of this ledger for each estate.

        :param datetime since: changes count from this moment on
        :return: dict of estate id to (records, changed, last change)
        """
        self.ensure_one()
        # Figures only; whether somebody may see the rows is for the ledger's window.
        model = self.env[self.res_model].sudo()
        domain = self._property_domain(self.domain)
        domain &= Domain("estate_id", "in", estates.ids)
        totals = model._read_group(domain, ["estate_id"], ["__count", "write_date:max"])
        changed = dict(
            model._read_group(
                domain & Domain("write_date", ">=", since), ["estate_id"], ["__count"]
            )
        )
        return {
            estate.id: (count, changed.get(estate, 0), last)
            for estate, count, last in totals
        }
