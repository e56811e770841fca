from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class PropertyIncident(models.Model):
    """故障分析报告 / 突发事件分析报告: impact, handling, cause, measures (EMG-08)."""

    _inherit = "property.incident"

    impact = fields.Text(string="Impact of the incident")
    cause = fields.Text(string="Cause of the incident")
    feedback = fields.Text(
        string="Who received the report",
        help="Customers and departments to whom the analysis was given (EMG-08).",
    )
    measure_ids = fields.One2many(
        comodel_name="property.incident.measure",
        inverse_name="incident_id",
        string="Corrective and preventive actions",
    )
    analysis_due = fields.Datetime(
        string="Analysis due", readonly=True, copy=False, index="btree_not_null"
    )
    analysed_on = fields.Datetime(string="Analysed on", readonly=True, copy=False)
    analysed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Analysed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_analysis_missing = fields.Boolean(
        string="Analysis missing",
        compute="_compute_is_analysis_missing",
        search="_search_is_analysis_missing",
    )

    @api.depends("state", "analysis_due")
    def _compute_is_analysis_missing(self):
        for incident in self:
            incident.is_analysis_missing = incident.state == "closed" and bool(
                incident.analysis_due
            )

    def _search_is_analysis_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        positive = True in value
        domain = [("state", "=", "closed"), ("analysis_due", "!=", False)]
        return domain if positive else ["!", "&", *domain]

    # === Actions ===

    def action_analyse(self):
        """Release the report; who has to do something is reminded (EMG-08)."""
        self.ensure_one()
        self._property_step("closed")
        self._property_check_analysis()
        self._property_set(
            state="analysed",
            analysed_on=fields.Datetime.now(),
            analysed_by_id=self.env.uid,
        )
        # Also the one by which the writer was reminded.
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        self.measure_ids._property_remind()
        self._property_log("step", self.env._("Analysis released"))
        return True

    def action_print_analysis(self):
        self.check_access("read")
        # The list of printouts is not the desk's to read.
        report = self.env.ref("property_service.property_incident_report").sudo()
        return report.report_action(self, config=False)

    # === Business methods ===

    def _property_needs_analysis(self):
        return self.severity == "major" or self.type_id.is_fault

    def _property_plan_analysis(self):
        """When the report is due, and a reminder of who handled it."""
        days = self.estate_id._property_parameter("incident.analysis_days")
        due = self.closed_on + timedelta(days=days)
        self._property_set(analysis_due=due)
        self.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.estate_id._property_local_date(due),
            user_id=(self.day_owner_id or self.handler_id).id,
            summary=self.env._("Analysis of the incident"),
        )

    def _property_check_analysis(self):
        words = {
            "impact": self.impact,
            "result": self.result,
            "cause": self.cause,
        }
        missing = [
            self._fields[name]._description_string(self.env)
            for name, text in words.items()
            if not (text or "").strip()
        ]
        if missing:
            raise UserError(
                self.env._(
                    "%(incident)s: the report still lacks %(fields)s.",
                    incident=self.display_name,
                    fields=", ".join(missing),
                )
            )
        if not self.measure_ids:
            raise UserError(
                self.env._(
                    "%(incident)s: write down at least one corrective or preventive"
                    " action, with who does it until when.",
                    incident=self.display_name,
                )
            )

    def _property_report_title(self):
        """The report's name by the kind of incident."""
        if self.type_id.is_fault:
            return self.env._("Fault Analysis Report")
        return self.env._("Incident Analysis Report")

    def _property_label(self, name):
        """A choice in words, for paper."""
        return dict(self._fields[name]._description_selection(self.env)).get(self[name])
