from odoo import models
from odoo.exceptions import UserError


class PropertyVisitOpinion(models.Model):
    """An opinion may be a non-conformity, put right and re-checked as such (VIS-02)."""

    _inherit = "property.visit.opinion"

    def action_nonconformity(self):
        """The non-conformity of the opinion, or a new one that knows its words."""
        self.ensure_one()
        if not self.ticket_id:
            raise UserError(
                self.env._(
                    "%(visit)s is not made yet; its opinions become requests first.",
                    visit=self.visit_id.display_name,
                )
            )
        known = self._property_nonconformities()[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Non-conformity"),
            "res_model": known._name,
            "res_id": known.id,
            "views": [(False, "form")],
            "context": {
                "default_estate_id": self.estate_id.id,
                "default_ticket_id": self.ticket_id.id,
                "default_finding": self.name,
            },
        }

    def _property_nonconformities(self):
        return self.env["property.quality.nonconformity"].search(
            [("ticket_id", "in", self.ticket_id.ids), ("state", "!=", "dropped")]
        )

    def _property_paper_corrections(self):
        rows = super()._property_paper_corrections()
        for row in self._property_nonconformities():
            for name in ("cause", "correction", "prevention", "recheck_note"):
                if row[name]:
                    label = row._fields[name]._description_string(self.env)
                    rows.append((label, row[name]))
        return rows
