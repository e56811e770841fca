from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SUPERVISOR = "property_service.property_service_group_supervisor"
MANAGER = "property_service.property_service_group_manager"


class PropertyPatrolRound(models.Model):
    """How a round goes: started, walked point by point, finished or explained."""

    _inherit = "property.patrol.round"

    # === Actions ===

    def action_start(self):
        """Begin: the points with what is to be checked there, as of now."""
        self.ensure_one()
        self._property_step("planned")
        self._property_check_kind()
        now = fields.Datetime.now()
        early = self.estate_id._property_parameter("patrol.early_minutes")
        if now < fields.Datetime.subtract(self.date_from, minutes=early):
            raise UserError(
                self.env._(
                    "%(patrol)s is planned for later; it can be started %(early)s"
                    " minutes before its time.",
                    patrol=self.display_name,
                    early=early,
                )
            )
        self._property_set(state="running", user_id=self.env.uid, started_on=now)
        self._property_make_checks()
        return True

    def action_walk(self):
        """Start, or go on with, the round: one tap from the list of today."""
        self.ensure_one()
        if self.state == "planned":
            self.action_start()
        return self.get_formview_action()

    def action_scan(self, text):
        """The label of a point was scanned: arrive there.

        :param str text: content of the label
        :return: action that opens the point
        """
        self.ensure_one()
        check = self._property_check_of(text)
        if check.state == "open":
            check._property_arrive("scan")
        return check._property_open()

    def action_done(self):
        """The round is complete; from now on it is evidence."""
        self.ensure_one()
        self._property_step("running")
        self._property_check_walker()
        waiting = self.check_ids.filtered(lambda c: c.state in ("open", "arrived"))
        if waiting:
            raise UserError(
                self.env._(
                    "%(patrol)s: still to do: %(points)s. A point that cannot be"
                    " looked at is skipped with a reason.",
                    patrol=self.display_name,
                    points=", ".join(waiting.mapped("point_id.name")),
                )
            )
        self._property_set(state="done", done_on=fields.Datetime.now())
        self._property_reminders_done()
        return True

    def action_cancel(self):
        """Ask for the reason."""
        return self._property_ask("cancel")

    def action_explain(self):
        """Ask why a round was missed."""
        return self._property_ask("explain")

    # === Business methods ===

    def _property_ask(self, purpose):
        self.ensure_one()
        return self.env["property.patrol.reason.wizard"]._property_open(
            purpose, round_id=self.id
        )

    def _property_make_checks(self):
        """The route's points, each with its items; what is retired is left out."""
        stops = self.route_id.stop_ids.filtered("point_id.active")
        if not stops:
            raise UserError(
                self.env._(
                    "Route “%(route)s” has no points yet; add them first.",
                    route=self.route_id.name,
                )
            )
        # Points of a round are made by its start alone.
        checks = (
            self.env["property.patrol.check"]
            .sudo()
            .create(
                [
                    {
                        "round_id": self.id,
                        "point_id": stop.point_id.id,
                        "sequence": number,
                    }
                    for number, stop in enumerate(stops, 1)
                ]
            )
        )
        for template, group in checks.grouped("point_id").items():
            started = template.template_id._property_start(group, name=template.name)
            group.checklist_id = started

    def _property_check_kind(self):
        """A quality inspection is the project manager's own (PAT-10).

        :raise UserError: for everybody below
        """
        if self.kind == "quality" and not self.env.user.has_group(MANAGER):
            raise UserError(
                self.env._(
                    "%(patrol)s is a quality inspection, which a manager makes in"
                    " person.",
                    patrol=self.display_name,
                )
            )

    def _property_check_walker(self):
        """Only who walks the round fills it in: it is that person's evidence.

        :raise AccessError: for everybody else
        """
        self.ensure_one()
        if not self.env.su and self.user_id != self.env.user:
            raise AccessError(
                self.env._(
                    "%(patrol)s is walked by %(user)s, who alone fills it in.",
                    patrol=self.display_name,
                    user=self.user_id.name or "",
                )
            )

    @api.model
    def _property_under_way(self, text):
        """The user's round that passes the point with this label."""
        point = self.env["property.patrol.point"]._property_of_label(text)
        return self.search(
            [
                ("state", "=", "running"),
                ("user_id", "=", self.env.uid),
                ("check_ids.point_id", "in", point.ids),
            ],
            order="started_on desc",
            limit=1,
        )

    def _property_check_of(self, text):
        """The round's point with this label.

        :raise UserError: unknown label, or a point of another route
        """
        point = self.env["property.patrol.point"]._property_of_label(text)
        check = self.check_ids.filtered(lambda c: c.point_id == point)
        if not point or not check:
            raise UserError(
                self.env._(
                    "%(patrol)s: the label scanned belongs to no point of this route.",
                    patrol=self.display_name,
                )
            )
        return check

    def _property_cancel(self, reason):
        """A planned round that will not be walked, with the reason."""
        self.ensure_one()
        self._property_check_supervisor()
        self._property_step("planned")
        self._property_set(state="cancelled", reason=reason)
        self._property_reminders_done()

    def _property_explain(self, reason):
        """Why a round was missed; said once."""
        self.ensure_one()
        self._property_step("missed")
        if self.reason:
            raise UserError(
                self.env._(
                    "%(patrol)s: the reason stays as it was given.",
                    patrol=self.display_name,
                )
            )
        self._property_set(reason=reason)
        self._property_reminders_done()

    def _property_check_supervisor(self):
        if not self.env.su and not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("Rounds are cancelled by a supervisor."))

    def _property_reminders_done(self):
        # The activities of others are among them.
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
