from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

PERMIT_STATES = ("permitted", "in_progress", "acceptance")


class PropertyRenovation(models.Model):
    """The permit (REN-08): number, validity, posted in the building, extended."""

    _inherit = "property.renovation"

    posted_on = fields.Date(
        string="Posted in the building on",
        tracking=True,
        copy=False,
        help="Day on which period, person and phone were posted in the building"
        " (DB11/T 751; 北京 §79).",
    )
    posted_place = fields.Char(
        copy=False, help="Where it hangs, for example the lift lobby."
    )
    days_left = fields.Integer(
        compute="_compute_days_left",
        aggregator=None,
        help="Days to the last day of the permit; negative when it has expired.",
    )
    is_permit_expired = fields.Boolean(
        string="Permit expired",
        compute="_compute_days_left",
        search="_search_is_permit_expired",
    )
    permit_alerted_for = fields.Date(
        readonly=True,
        copy=False,
        help="Last day of the permit for which the expiry was told.",
    )
    extension_ids = fields.One2many(
        comodel_name="property.renovation.extension",
        inverse_name="renovation_id",
        string="Extensions",
    )

    _permit_end_idx = models.Index(
        "(permit_date_end) WHERE state IN ('permitted', 'in_progress', 'acceptance')"
    )

    # === Computes ===

    @api.depends("permit_date_end", "state")
    def _compute_days_left(self):
        today = self.env.user._property_today()
        for renovation in self:
            end = renovation.permit_date_end
            left = (end - today).days if end else 0
            running = renovation.state in PERMIT_STATES
            renovation.days_left = left if running else 0
            renovation.is_permit_expired = bool(end and running and left < 0)

    def _search_is_permit_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        expired = Domain("state", "in", PERMIT_STATES) & Domain(
            "permit_date_end", "<", self.env.user._property_today()
        )
        return expired if True in value else ~expired

    # === Actions ===

    def action_issue_permit(self):
        """Issue the permit: everything before is done, then number and validity.

        The gates (REN-04): review, agreement, fees and deposit, quality confirmation
        and the inspection before entry.
        """
        self.ensure_one()
        self._property_require_desk()
        self._property_step("payment")
        self._property_check_gates("permitted")
        start, end = self._property_validity()
        self._property_move(
            "permitted",
            permit_number=self._property_next_permit_number(),
            permit_issued_on=self.env.user._property_today(),
            permit_issued_by_id=self.env.user.id,
            permit_date_start=start,
            permit_date_end=end,
        )
        return True

    def action_post_permit(self):
        """Note that the sheet hangs in the building today."""
        self.ensure_one()
        self.check_access("write")
        if self.state not in PERMIT_STATES:
            raise UserError(self.env._("Only permits that were issued are posted."))
        self.posted_on = self.env.user._property_today()
        return True

    def action_start_work(self):
        """Work begins: the unit is under renovation from now on."""
        self.ensure_one()
        self._property_require_desk()
        self._property_step("permitted")
        self._property_check_gates("in_progress")
        unit = self.unit_id
        before = unit.state
        if before != "renovating":
            unit._property_set_state("renovating")
        self._property_move(
            "in_progress",
            started_on=self.env.user._property_today(),
            unit_state_before=before,
        )
        return True

    def action_extend(self):
        """Ask for a longer validity, in a dialog."""
        self.ensure_one()
        self._property_check_permit()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Extend the permit"),
            "res_model": "property.renovation.extension",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_renovation_id": self.id,
                "default_date_end_before": self.permit_date_end,
            },
        }

    # === Crons ===

    @api.model
    def _cron_permit_expiry(self):
        """Tell agent and supervisor of permits that run out or have run out.

        Touches only permits that are due and were not told for this last day.
        """
        today = self.env.user._property_today()
        # The widest alert of all estates bounds the search; each estate's own decides.
        horizon = today + timedelta(days=31)
        # The condition in SQL does not tell the fields that it reads.
        self.flush_model(["permit_alerted_for", "permit_date_end"])
        due = self.search(
            Domain("state", "in", PERMIT_STATES)
            & Domain("permit_date_end", "<=", horizon)
            & Domain.custom(to_sql=_not_told_yet),
            order="permit_date_end",
        )
        for renovation in due:
            lead = renovation.estate_id._property_parameter(
                "renovation.permit_alert_days"
            )
            if renovation.permit_date_end > today + timedelta(days=lead):
                continue
            renovation._property_alert_expiry()
        return True

    # === Gates ===

    def _property_gates_start(self):
        self.ensure_one()
        today = self.env.user._property_today()
        return [
            (
                "permit_valid",
                bool(self.permit_date_end and self.permit_date_end >= today),
                self.env._("The permit has expired: extend it first."),
                False,
            ),
            (
                "permit_posted",
                bool(self.posted_on),
                self.env._(
                    "Post period, person in charge and phone in the building, then"
                    " enter the day."
                ),
                True,
            ),
            self._property_gate_contractor(),
        ]

    # === Business methods ===

    def _property_check_permit(self):
        for renovation in self:
            if renovation.state not in PERMIT_STATES:
                raise UserError(
                    self.env._(
                        "%(renovation)s has no permit that could be extended.",
                        renovation=renovation.display_name,
                    )
                )

    def _property_validity(self):
        """First and last day of the permit: as planned, but never from a past day."""
        self.ensure_one()
        today = self.env.user._property_today()
        start = max(self.date_start or today, today)
        if not self.date_end:
            raise UserError(self.env._("Enter the planned end of the renovation."))
        if self.date_end < start:
            raise UserError(
                self.env._(
                    "The planned end, %(day)s, is over; agree on a new one with the"
                    " owner.",
                    day=self.date_end,
                )
            )
        longest = self.estate_id._property_parameter("renovation.permit_max_days")
        return start, min(self.date_end, start + timedelta(days=longest - 1))

    def _property_next_permit_number(self):
        """Permits number per company and year, without gaps."""
        company = self.company_id
        # Numbers are given by the books, whoever issues the permit.
        sequences = self.env["ir.sequence"].sudo().with_company(company)
        domain = [
            ("code", "=", "property.renovation.permit"),
            ("company_id", "=", company.id),
        ]
        sequence = sequences.search(domain, limit=1)
        if not sequence:
            # Two first permits of a company must not make two books.
            company.sudo().lock_for_update(allow_referencing=True)
            sequence = sequences.search(domain, limit=1) or sequences.create(
                {
                    "name": f"{company.name} 装修许可证",
                    "code": "property.renovation.permit",
                    "prefix": "ZXXK%(range_year)s-",
                    "padding": 4,
                    "implementation": "no_gap",
                    "use_date_range": True,
                    "company_id": company.id,
                }
            )
        return sequence.next_by_id(
            sequence_date=self.env.user._property_today().isoformat()
        )

    def _property_extend(self, day):
        """The new last day, from an approved extension."""
        self.ensure_one()
        self.sudo().write({"permit_date_end": day})  # approved by who may
        self.message_post(
            body=self.env._("The permit is extended to %(day)s.", day=day)
        )

    def _property_alert_expiry(self):
        self.ensure_one()
        end = self.permit_date_end
        today = self.env.user._property_today()
        summary = (
            self.env._("Permit expired on %(day)s", day=end)
            if end < today
            else self.env._("Permit ends on %(day)s", day=end)
        )
        for user in self._property_watchers():
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=max(end, today),
                user_id=user.id,
                summary=summary,
            )
        # Twice at most: before the end, and once it is over.
        told = end if end < today else end - timedelta(days=1)
        # Bookkeeping of the alert; the permit is frozen for users.
        self.sudo().permit_alerted_for = told

    def _property_tell_agent(self, summary):
        """A to-do for who watches over the zone."""
        self.ensure_one()
        for user in self._property_watchers():
            self.activity_schedule(
                "mail.mail_activity_data_todo", user_id=user.id, summary=summary
            )

    def _property_watchers(self):
        """Agent and supervisor of the zone, as far as they have a login."""
        zone = self.zone_id.sudo()  # names of staff, whoever runs the cron
        users = self.agent_id.sudo().user_id | zone.supervisor_id.user_id
        return users.filtered("active") or self.create_uid.filtered(
            lambda user: user.active and not user.share
        )


def _not_told_yet(model, alias, _query):
    """Permits whose end, or whose day before the end, was not told yet."""
    return SQL(
        "(%(told)s IS NULL OR %(told)s < CASE WHEN %(end)s < %(today)s"
        " THEN %(end)s ELSE %(end)s - 1 END)",
        told=SQL.identifier(alias, "permit_alerted_for"),
        end=SQL.identifier(alias, "permit_date_end"),
        today=model.env.user._property_today(),
    )
