from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


class PropertyVisitor(models.Model):
    """Personal data of visitors: no longer than needed (PIPL §19, §47)."""

    _inherit = "property.visitor"

    @api.depends("arrived_on", "left_on", "estate_id")
    def _compute_retention_date(self):
        for visit in self:
            moment = visit.left_on or visit.arrived_on
            months = visit.estate_id._property_parameter("community.visitor_retention")
            visit.retention_date = (
                fields.Datetime.context_timestamp(visit, moment).date()
                + relativedelta(months=months)
                if moment
                else False
            )

    @api.model
    def _cron_remove_data(self, limit=500):
        """Data whose retention is over go by themselves (PIPL §47)."""
        due = self._property_retention_due()
        visits = self.search(due, limit=limit)
        for company, group in visits.grouped("company_id").items():
            group.with_company(company)._property_erase(self.env._("Retention over"))
        remaining = self.search_count(due) if len(visits) == limit else 0
        self.env["ir.cron"]._commit_progress(len(visits), remaining=remaining)

    def _property_erase(self, reason):
        """Erase what identifies the visitor; number, unit, purpose and times stay."""
        # The hash is closed to every user; only the rule of retention gets here.
        self.sudo().write(
            {
                "visitor": self.env._("Removed"),
                "phone": False,
                "company_name": False,
                "plate": False,
                "signature": False,
                "id_mask": False,
                "id_hash": False,
                "note": False,
                "anonymised_on": self.env.user._property_today(),
            }
        )
        self.env["property.access.log"]._property_log("anonymise", self, reason)
