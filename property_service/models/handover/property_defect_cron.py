from odoo import api, fields, models
from odoo.fields import Domain


class PropertyDefect(models.Model):
    """What falls due: works not transferred in time, developers who stay idle."""

    _inherit = "property.defect"

    is_transfer_missed = fields.Boolean(
        string="Not transferred in time",
        readonly=True,
        copy=False,
        help="The day ended before the responsible party was told (MVI-18).",
    )
    _transfer_due_idx = models.Index(
        "(transfer_due) WHERE state = 'registered' AND NOT is_transfer_missed"
    )
    _claim_due_idx = models.Index("(claim_due) WHERE claim_state IS NULL")

    @api.model
    def _cron_follow_due(self, limit=1000):
        """Touches only what is due; supervisors get one reminder an estate."""
        missed = self.search(self._property_missed_domain(), limit=limit)
        missed.is_transfer_missed = True
        missed._property_alert_supervisors()
        idle = self.search(self._property_idle_domain(), limit=limit)
        idle.claim_state = "possible"
        full = len(missed) == limit or len(idle) == limit
        self.env["ir.cron"]._commit_progress(
            len(missed) + len(idle), remaining=int(full)
        )

    @api.model
    def _property_missed_domain(self):
        return (
            Domain("state", "=", "registered")
            & Domain("transfer_due", "<=", fields.Datetime.now())
            & Domain("is_transfer_missed", "=", False)
            & Domain("responsible", "in", ("developer", False))
        )

    @api.model
    def _property_idle_domain(self):
        return (
            Domain("claim_state", "=", False)
            & Domain("claim_due", "<", self.env.user._property_today())
            & Domain("state", "in", ("registered", "transferred"))
            & Domain("responsible", "=", "developer")
            & Domain("started_on", "=", False)
        )

    def _property_alert_supervisors(self):
        """A to-do for the supervisor of each estate, on its oldest work."""
        for estate, defects in self.grouped("estate_id").items():
            first = defects.sorted("id")[0]
            for user in estate._property_supervisors():
                first.activity_schedule(
                    "property_service.mail_activity_defect",
                    user_id=user.id,
                    note=self.env._(
                        "%(count)s outstanding works of %(estate)s were not transferred"
                        " by the end of the day: %(names)s",
                        count=len(defects),
                        estate=estate.name,
                        names=", ".join(defects[:20].mapped("display_name")),
                    ),
                )
