from odoo import models


class PropertyDefect(models.Model):
    """遗留工程台账 on paper (MVI-18)."""

    _inherit = "property.defect"

    def action_print_ledger(self):
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.action_report_defect_ledger", self
        )

    def _property_ledger_pages(self):
        """The works by estate, and in it by unit.

        :return: list of pairs of estate and works
        """
        works = self.sorted(lambda row: (row.unit_id.sort_key or "", row.id))
        return list(works.grouped("estate_id").items())


class PropertyDefectNotice(models.Model):
    """The written notice, and the transfer list of a day."""

    _inherit = "property.defect.notice"

    def action_print(self):
        """The notice that the developer signs for."""
        return self.env["property.print.batch"]._property_print_paper(
            "property_service.action_report_defect_notice", self
        )

    def action_print_list(self):
        """All works of the day for each developer, not of this notice alone."""
        same_day = self.search(
            [
                ("date", "in", self.mapped("date")),
                ("estate_id", "in", self.estate_id.ids),
                ("developer_id", "in", self.developer_id.ids),
            ]
        )
        return self.env.ref(
            "property_service.action_report_defect_transfer_list"
        ).report_action(same_day, config=False)

    def _property_transfer_pages(self):
        """One page for each day, estate and developer.

        :return: list of tuples of date, estate, developer and lines
        """
        groups = self.sorted("id").grouped(
            lambda row: (row.date, row.estate_id, row.developer_id)
        )
        return [
            (
                *key,
                notices.line_ids.sorted(
                    lambda line: (line.unit_id.sort_key or "", line.id)
                ),
            )
            for key, notices in groups.items()
        ]
