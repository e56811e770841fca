from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .property_routine_period import CHUNK, figures_of

SUPERVISOR = "property_service.property_service_group_supervisor"
MANAGERS = ("manager", "project_manager")


class PropertyRoutinePeriod(models.Model):
    """Running periods in the reports: figures as of now, and who is at risk."""

    _inherit = "property.routine.period"

    # === Computes ===

    @api.depends("state", "alerted_on")
    @api.depends_context("uid")
    def _compute_is_at_risk(self):
        now = fields.Datetime.now()
        for period in self:
            alert = period.deadline - timedelta(hours=period.routine_id.alert_hours)
            period.is_at_risk = bool(
                period.state == "open" and alert <= now and period.lacking_now
            )

    def _search_is_at_risk(self, operator, value):
        if operator != "in":
            return NotImplemented
        alerted = self.search([("state", "=", "open"), ("alerted_on", "!=", False)])
        domain = Domain("id", "in", alerted.filtered("is_at_risk").ids)
        return domain if True in value else ~domain

    @api.depends("routine_id", "estate_id")
    def _compute_supervised_by(self):
        for estate, periods in self.grouped("estate_id").items():
            # Who answers for an estate does not depend on who asks.
            supervisors = estate._property_supervisors().sudo()
            # As above.
            above = estate.sudo().manager_id.user_id
            for period in periods:
                users = supervisors
                if period._property_is_of_supervisors():
                    users = above
                period.supervised_by = ", ".join(users.sorted("name").mapped("name"))

    def _property_is_of_supervisors(self):
        """What supervisors and managers do is supervised by who stands above them."""
        routine = self.routine_id.sudo()  # settings are not for every reader
        group = self.env.ref(SUPERVISOR)
        if routine.responsible == "post":
            return routine.post in ("supervisor", *MANAGERS)
        return routine.responsible == "group" and group in (
            routine.group_id | routine.group_id.all_implied_ids
        )

    # === Actions ===

    @api.model
    def action_open_compliance(self):
        """Compliance by control point, with the running periods as of now (GOV-01)."""
        self._property_refresh()
        return self._property_report("property_routine_period_action")

    @api.model
    def action_open_people(self):
        """Compliance by person, with the running periods as of now (GOV-13)."""
        self._property_refresh()
        return self._property_report("property_routine_part_action")

    @api.model
    def _property_report(self, action):
        return self.env["ir.actions.act_window"]._for_xml_id(
            f"property_service.{action}"
        )

    # === Business methods ===

    @api.model
    def _property_refresh(self, hours=0):
        """Write the figures of running periods as they are now, for the reports.

        :param hours: leave those alone that are not older; 0: ten minutes
        """
        age = timedelta(hours=hours) if hours else timedelta(minutes=10)
        stale = Domain("measured_on", "=", False) | Domain(
            "measured_on", "<", fields.Datetime.now() - age
        )
        periods = self.search(Domain("state", "=", "open") & stale)
        for start in range(0, len(periods), CHUNK):
            # The figures follow from the proofs, not from who looks at them.
            chunk = periods[start : start + CHUNK].sudo()
            for part in chunk.try_lock_for_update()._property_measured_together():
                try:
                    with self.env.cr.savepoint():
                        part._property_write_figures()
                except UserError:
                    # It is named when the period's time comes.
                    part.measured_on = fields.Datetime.now()

    def _property_write_figures(self):
        measurements = self._property_measure_all()
        for period in self:
            measurement = measurements[period]
            period.write(
                {
                    **figures_of(measurement.required, measurement.done),
                    "population": len(measurement.population or ()),
                    "measured_on": fields.Datetime.now(),
                }
            )
        self._property_write_parts(measurements)
