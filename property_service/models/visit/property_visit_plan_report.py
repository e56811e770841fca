from odoo import models


class PropertyVisitPlan(models.Model):
    """月度走访计划 and 走访月报 on paper (VIS-01, VIS-04)."""

    _inherit = "property.visit.plan"

    def action_print_plan(self):
        return self._property_print_paper("property_visit_plan_report")

    def action_print_month(self):
        """The monthly visit report."""
        return self._property_print_paper("property_visit_month_report")

    def _property_print_paper(self, name):
        return self.env["property.print.batch"]._property_print_paper(
            f"property_service.{name}", self
        )

    def _property_month_figures(self):
        """What the monthly visit report shows (VIS-01, VIS-02, VIS-04).

        :return: dict of figures; a share without a whole is None
        """
        self.ensure_one()
        visits = self.visit_ids.filtered(lambda visit: visit.state == "done")
        answered = [int(visit.satisfaction) for visit in visits if visit.satisfaction]
        opinions = visits.opinion_ids
        settled = opinions.filtered(lambda opinion: opinion.state == "settled")
        called = opinions.filtered("is_fed_back")
        levels = dict(
            self.visit_ids._fields["satisfaction"]._description_selection(self.env)
        )
        return {
            "visits": visits,
            "key": visits.filtered(lambda visit: visit.kind == "key"),
            "levels": [
                (label, sum(visit.satisfaction == level for visit in visits))
                for level, label in levels.items()
            ],
            "average": sum(answered) / len(answered) if answered else None,
            # Satisfied are the two highest of five levels.
            "satisfied": self._property_share(
                sum(level >= 4 for level in answered), len(answered)
            ),
            "opinions": opinions,
            "settled": settled,
            "settled_share": self._property_share(len(settled), len(opinions)),
            "called": called,
            "called_share": self._property_share(len(called), len(opinions)),
        }

    def _property_approval_text(self):
        """Where the review stands, in words."""
        self.ensure_one()
        states = dict(self._fields["approval_state"]._description_selection(self.env))
        return states.get(self.approval_state, "")

    def _property_share(self, part, whole):
        return 100 * part / whole if whole else None
