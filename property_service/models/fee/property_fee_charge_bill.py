from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command


class PropertyFeeCharge(models.Model):
    """Billing of some days at once, for areas such as the transfer of a unit."""

    _inherit = "property.fee.charge"

    @api.model
    def _property_bill(self, units, date_from, date_to, **options):
        """Bill exactly these days of some units of one estate, at once.

        Days that are charged already stay as they are; the run that is returned
        names what was skipped and why.

        :param units: units of one estate
        :param options: ``items`` (all by default), ``invoice_date``, ``date_due``
        :return: the billing run with its charges, posted
        """
        estate = units.estate_id.ensure_one()
        values = {
            "estate_id": estate.id,
            "date_start": date_from,
            "date_end": date_to,
            "is_exact": True,
            "unit_ids": [Command.set(units.ids)],
        }
        if options.get("items"):
            values["item_ids"] = [Command.set(options["items"].ids)]
        for name in ("invoice_date", "date_due"):
            if options.get(name):
                values[name] = options[name]
        run = self.env["property.fee.run"].create(values)
        run._property_compute()
        run._property_post_now()
        refused = run.skip_ids.filtered(lambda skip: skip.reason == "error")
        if refused:
            raise UserError("\n".join(refused.mapped("detail")))
        return run
