from odoo import api, fields, models
from odoo.tools import date_utils


class PropertyManagementTask(models.Model):
    """The month's cards: made by themselves, and closed where proofs are found."""

    _inherit = "property.management.task"

    @api.model
    def action_open_board(self):
        """The board with what was done meanwhile in other screens."""
        self.search([("state", "=", "todo")])._property_take_over()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_management_task_action"
        )

    @api.model
    def _cron_property_management(self):
        """Make the cards of the month and close those whose proofs are there."""
        estates = self.env["property.estate"].search([])
        self._property_open_month(estates)
        self.search([("state", "=", "todo")])._property_take_over()

    @api.model
    def _property_open_month(self, estates):
        """One card for each of the ten kinds and each supervisor (GOV-12).

        Doing it twice adds nothing.
        """
        kinds = self.env["property.management.kind"].search([])
        routines = self.env["property.routine"]
        values = []
        for estate in estates:
            month = date_utils.start_of(routines._property_today(estate), "month")
            there = {
                (task.kind_id, task.user_id)
                for task in self.search(
                    [
                        ("estate_id", "=", estate.id),
                        ("month", "=", month),
                        ("is_monthly", "=", True),
                    ]
                )
            }
            manager = estate.manager_id.user_id
            values += [
                {
                    "estate_id": estate.id,
                    "kind_id": kind.id,
                    "user_id": user.id,
                    "supervised_by_id": manager.id if manager != user else False,
                    "month": month,
                    "is_monthly": True,
                }
                for user in estate._property_supervisors()
                for kind in kinds
                if (kind, user) not in there
            ]
        # Nobody is told that a month begins; nobody but the server makes these.
        return self.sudo().with_context(tracking_disable=True).create(values)

    def _property_take_over(self):
        """Close counted tasks whose proofs are there: what was done is done."""
        self.invalidate_recordset(["proof_count"])
        # Counting and closing follow from the records, not from who looks.
        open_ones = self.sudo().filtered(
            lambda task: task.is_counted and task.proof_count >= task.proof_needed
        )
        ready = open_ones.try_lock_for_update().filtered(
            lambda task: task.state == "todo"
        )
        ready._property_set(state="done", done_on=fields.Datetime.now())
        return ready
