from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

MANAGER = "property_service.property_service_group_manager"
REPORTED = "property_service.mail_activity_type_summary"


class PropertyServiceSummaryMixin(models.AbstractModel):
    """A written report on a month or quarter of an estate, for the centre manager.

    One a period and estate. Its figures follow the requests while it is prepared, are
    frozen when it is submitted, and stay. A concrete model says how long its period is,
    what its lines are, and how they are counted.
    """

    _name = "property.service.summary.mixin"
    _description = "Periodic Summary"
    _inherit = [
        "property.estate.mixin",
        "property.step.mixin",
        "property.evidence.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_start desc, id desc"

    _property_months = 1  # length of the period

    date_start = fields.Date(string="From", required=True, readonly=True, index=True)
    date_end = fields.Date(string="To", required=True, readonly=True)
    date_due = fields.Date(string="Submit until", required=True, readonly=True)
    state = fields.Selection(
        selection=[
            ("draft", "Being prepared"),
            ("published", "Submitted"),
            ("read", "Read by the manager"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        index=True,
        tracking=True,
    )
    note = fields.Text(
        string="What stands out", help="What the figures show, and what is proposed."
    )
    counted_on = fields.Datetime(string="Figures as of", readonly=True)
    published_on = fields.Datetime(string="Submitted on", readonly=True)
    published_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Submitted by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    counts_on = fields.Date(
        string="Counts for the day",
        readonly=True,
        index="btree_not_null",
        help="Day of submission; one on the period's last day counts for the next.",
    )
    is_late = fields.Boolean(string="Submitted late", readonly=True)
    read_on = fields.Datetime(string="Read on", readonly=True)
    read_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Read by",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    is_missed = fields.Boolean(
        string="Missed its day",
        compute="_compute_is_missed",
        search="_search_is_missed",
    )

    # === Computes ===

    @api.depends("date_start", "estate_id")
    def _compute_display_name(self):
        for summary in self:
            summary.display_name = (
                f"{summary.estate_id.name} · {summary._property_period()}"
            )

    @api.depends("state", "date_due")
    def _compute_is_missed(self):
        missed = self.filtered_domain(self._search_is_missed("in", [True]))
        for summary in self:
            summary.is_missed = summary in missed

    def _search_is_missed(self, operator, value):
        """Not submitted on its last day."""
        if operator != "in":
            return NotImplemented
        domain = Domain("state", "=", "draft") & Domain(
            "date_due", "<", self.env.user._property_today()
        )
        return domain if True in value else ~domain

    # === CRUD ===

    def write(self, vals):
        if "note" in vals and not self.env.su:
            self._property_check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Summaries stay on record."))

    def _property_step_fields(self):
        return {
            "date_start",
            "date_end",
            "date_due",
            "state",
            "counted_on",
            "published_on",
            "published_by_id",
            "counts_on",
            "is_late",
            "read_on",
            "read_by_id",
            "line_ids",
        }

    # === Evidence ===

    @api.model
    def _property_evidence_fields(self):
        return {
            **super()._property_evidence_fields(),
            "person": "published_by_id",
            "time": "counts_on",
        }

    @api.model
    def _property_evidence_domain(self):
        return Domain("state", "!=", "draft")

    # === Hooks ===

    def _property_due_code(self):
        """Setting that says how many days after the period it is submitted."""
        raise NotImplementedError

    def _property_prepare_lines(self):
        """Values of the lines, from the requests as they are now."""
        raise NotImplementedError

    # === Actions ===

    def action_refresh(self):
        """Count again."""
        for summary in self:
            summary._property_step("draft")
            summary._property_count()
        return True

    def action_publish(self):
        """Submit to the manager: the figures stay as they are from now on.

        :raise UserError: submitted already, or the period is not over
        """
        for summary in self:
            summary._property_step("draft")
            today = summary.estate_id._property_today()
            if today < summary.date_end:
                raise UserError(
                    self.env._(
                        "%(summary)s: it is submitted from %(date)s on, the last day of"
                        " its period.",
                        summary=summary.display_name,
                        date=summary.date_end,
                    )
                )
            summary._property_count()
            summary._property_set(
                state="published",
                published_on=fields.Datetime.now(),
                published_by_id=self.env.user.id,
                counts_on=max(today, summary.date_end + timedelta(days=1)),
                is_late=today > summary.date_due,
            )
            summary._property_tell_manager()
        return True

    def action_read(self):
        """The manager has read it."""
        for summary in self:
            summary._property_step("published")
            summary._property_check_manager()
            summary._property_set(
                state="read",
                read_on=fields.Datetime.now(),
                read_by_id=self.env.user.id,
            )
            # The reminder of the manager whom it was sent to.
            summary.sudo().activity_feedback([REPORTED])
        return True

    # === Business methods ===

    def _property_period(self):
        """The period as people write it: 2026-03, 2026 Q1."""
        self.ensure_one()
        day = self.date_start
        if not day:
            return ""
        if self._property_months == 3:
            return f"{day.year} Q{(day.month + 2) // 3}"
        return f"{day.year}-{day.month:02}"

    def _property_bounds(self):
        """The period as moments: from the first, until before the second."""
        estate = self.estate_id
        return (
            estate._property_midnight(self.date_start - timedelta(days=1)),
            estate._property_midnight(self.date_end),
        )

    def _property_count(self):
        """Replace the lines by what the requests say now."""
        self.ensure_one()
        # Figures are the same whoever counts them; the estate is in every search.
        counted = self.sudo()
        # Names of categories stay as they are now: in the language of the house.
        language = counted.company_id.partner_id.lang or self.env.lang
        lines = counted.with_context(lang=language)._property_prepare_lines()
        self._property_set(
            line_ids=[Command.clear(), *(Command.create(line) for line in lines)],
            counted_on=fields.Datetime.now(),
        )

    def _property_tell_manager(self):
        user = self.estate_id._property_level_user("manager")
        if user:
            self.activity_schedule(
                REPORTED,
                user_id=user.id,
                date_deadline=self.estate_id._property_local_date(
                    fields.Datetime.now()
                ),
            )

    def _property_check_draft(self):
        for summary in self:
            if summary.state != "draft":
                raise UserError(
                    self.env._(
                        "%(summary)s is submitted and stays as it is.",
                        summary=summary.display_name,
                    )
                )

    def _property_check_manager(self):
        if not self.env.user.has_group(MANAGER):
            raise UserError(self.env._("This is the manager's to do."))

    # === Scheduled ===

    @api.model
    def _cron_property_summaries(self):
        """Open what begins and count anew what is being prepared."""
        cron = self.env["ir.cron"]
        self._property_open_due()
        drafts = self.search([("state", "=", "draft")])
        cron._commit_progress(remaining=len(drafts))
        for summary in drafts:
            if summary.try_lock_for_update():
                summary._property_count()
            if not cron._commit_progress(1):
                break

    @api.model
    def _property_open_due(self):
        """The period that runs, and those since the last one that was opened."""
        last = {
            estate: day
            for estate, day in self._read_group([], ["estate_id"], ["date_start:max"])
        }
        length = relativedelta(months=self._property_months)
        values = []
        for estate in self.env["property.estate"].search([]):
            today = estate._property_today()
            start = self._property_first_day(today)
            if estate in last:
                start = last[estate] + length
            while start <= today:
                values.append(self._property_prepare(estate, start))
                start += length
        # Nobody is told that a period begins.
        return self.with_context(tracking_disable=True).create(values)

    @api.model
    def _property_first_day(self, day):
        months = self._property_months
        return day.replace(month=(day.month - 1) // months * months + 1, day=1)

    @api.model
    def _property_prepare(self, estate, start):
        end = start + relativedelta(months=self._property_months, days=-1)
        days = estate._property_parameter(self._property_due_code())
        return {
            "estate_id": estate.id,
            "date_start": start,
            "date_end": end,
            "date_due": end + timedelta(days=days),
        }
