from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.queue_job.jobrunner.runner import PG_ADVISORY_LOCK_ID


class PropertyJobMixin(models.AbstractModel):
    """A record that waits for background jobs, and says so when nobody runs them.

    As long as ``_property_waits_for_jobs`` is true, a form with a
    ``<div name="property_job_banner"/>`` shows the record's progress as it goes on,
    and warns when no job runner is connected.
    """

    _name = "property.job.mixin"
    _description = "Record That Waits for Jobs"
    _inherit = ["property.view.block"]

    job_is_waiting = fields.Boolean(compute="_compute_job_is_waiting")
    job_runner_missing = fields.Boolean(compute="_compute_job_is_waiting")

    def _compute_job_is_waiting(self):
        waiting = self.filtered(lambda record: record._property_waits_for_jobs())
        missing = bool(waiting) and not self._property_job_runner_is_up()
        for record in self:
            record.job_is_waiting = record in waiting
            record.job_runner_missing = missing and record in waiting

    @api.model
    def _property_view_blocks(self):
        return {
            **super()._property_view_blocks(),
            "property_job_banner": "property_service.property_job_banner",
        }

    def _property_waits_for_jobs(self):
        """Whether work of this record waits in the queue."""
        self.ensure_one()
        return False

    @api.model
    def _property_job_runner_is_up(self):
        """Whether a job runner serves this database.

        The runner holds an advisory lock on the database as long as it lives.
        """
        key = PG_ADVISORY_LOCK_ID
        rows = self.env.execute_query(
            SQL(
                """
                SELECT 1
                  FROM pg_locks AS l
                  JOIN pg_database AS d ON d.oid = l.database
                 WHERE l.locktype = 'advisory'
                   AND l.granted
                   AND d.datname = current_database()
                   AND l.classid::bigint = %s
                   AND l.objid::bigint = %s
                   AND l.objsubid = 1
                """,
                key >> 32,
                key & 0xFFFFFFFF,
            )
        )
        return bool(rows)
