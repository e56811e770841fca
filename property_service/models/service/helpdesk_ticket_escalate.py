from odoo import api, fields, models
from odoo.exceptions import UserError

from .helpdesk_ticket_stage import ENDED
from .property_estate_levels import CHAIN
from .property_service_escalation_level import TO_LEVELS

QUIET = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,
}


class HelpdeskTicket(models.Model):
    """Cases that go up: by time, by weight, or because somebody says so (C3, C4)."""

    _inherit = "helpdesk.ticket"

    property_escalation_ids = fields.One2many(
        comodel_name="property.service.escalation",
        inverse_name="ticket_id",
        string="Escalations",
    )

    # === Actions ===

    def action_property_open_escalate(self):
        return self._property_open_wizard(
            "property.service.escalate.wizard", self.env._("Escalate")
        )

    # === Business methods ===

    def _property_escalate(self, reason, to_level=None):
        """Report a case beyond one's ability or authority (SLA-25 to -27, SRV-27).

        It goes to the next level; a major one to the supervisor at least.

        :param str reason: stays on record
        :param str to_level: a level above the user's own
        :raise UserError: no reason, the case is closed, or the level is no higher one
        """
        reason = str(reason or "").strip()
        if not reason:
            raise UserError(self.env._("Give the reason for escalating."))
        self.check_access("write")
        self._property_lock_steps()
        own = CHAIN.index(self._property_level())
        names = [level for level, _label in TO_LEVELS]
        above = names[own:]  # the first is the level above the user's
        triples, memo = [], {}
        for ticket in self:
            ticket._property_check_open()
            if to_level and to_level not in above:
                raise UserError(
                    self.env._("Escalate to a level that is above your own.")
                )
            level = to_level or above[0]
            if (
                level == "administrator"
                and not to_level
                and ticket.property_severity == "major"
            ):
                level = "supervisor"
            triples.append((ticket, ticket._property_manual_level(level, memo), level))
        return self._property_raise(triples, reason=reason)

    def _property_manual_level(self, to_level, memo):
        """The line by which staff report to a level, if there is one."""
        levels = self.env["property.service.escalation.level"]
        # Lines are for everybody to act on, and for some to read.
        lines = levels.sudo().browse(
            rule.id
            for rule in self.sudo()._property_rules_of(levels._name, memo)
            if rule.measure == "manual"
        )
        return lines.filtered(lambda line: line.to_level == to_level)[:1]

    def _property_next_level(self, start, known, memo, after=None):
        """The next level that a request reaches by time.

        :param after: clock of the level that was reached just now
        :return: pair of rule and moment, or None
        """
        rules = self._property_rules_of("property.service.escalation.level", memo)
        levels = self.env["property.service.escalation.level"]
        estate = self.property_estate_id
        coming = [
            (rule, levels._property_due(estate, start, rule.amount, rule.unit, known))
            for rule in rules
            if rule.measure == "delay"
        ]
        coming.sort(key=lambda pair: (pair[1], pair[0].id))
        if after:
            reached = (after.due_on, after.level_id.id)
            coming = [pair for pair in coming if (pair[1], pair[0].id) > reached]
        return coming[0] if coming else None

    def _property_raise_at_once(self):
        """Major cases go up without delay (SLA-25, CMP-32, CMP-45)."""
        memo, triples = {}, []
        levels = self.env["property.service.escalation.level"].sudo()  # as above
        for ticket in self.sudo():
            triples += [
                (ticket, levels.browse(rule.id), False)
                for rule in ticket._property_rules_of(levels._name, memo)
                if rule.measure == "at_once"
            ]
        if triples:
            self._property_raise(triples)

    def _property_raise(self, triples, reason=None):
        """Record escalations, and give the cases to who takes over, in sets.

        :param list triples: request, line, and the level where no line says it
        :param str reason: what staff wrote; without one, time or weight is the reason
        :return: the new escalations
        """
        # Everybody's cases go up, whoever or whatever sends them.
        escalations = self.env["property.service.escalation"].sudo()
        if not reason:
            triples = self._property_not_reached(triples)
        users, rows, moves = {}, [], []
        for ticket, line, to_level in triples:
            ticket = ticket.sudo()  # as above
            level = to_level or line.to_level
            key = (ticket.property_estate_id, level)
            if key not in users:
                users[key] = key[0]._property_level_user(level)
            rows.append(
                ticket._property_escalation_row(line, level, users[key], reason)
            )
            if rows[-1]["takes_over"] and users[key]:
                moves.append((ticket, users[key], level, rows[-1]["reason"]))
        if not rows:
            return escalations
        new = escalations.with_context(**QUIET).create(rows)
        self._property_hand_up(moves, forced=bool(reason))
        return new.sudo(False)

    def _property_not_reached(self, triples):
        """Without the lines that a request has reached already in this round."""
        ids = [ticket.id for ticket, _line, _level in triples]
        # As in _property_raise.
        reached = {
            (row.ticket_id.id, row.level_id.id, row.round)
            for row in self.env["property.service.escalation"]
            .sudo()
            .search([("ticket_id", "in", ids), ("is_manual", "=", False)])
        }
        return [
            (ticket, line, level)
            for ticket, line, level in triples
            if (ticket.id, line.id, ticket.property_reopen_count) not in reached
        ]

    def _property_escalation_row(self, line, level, user, reason):
        return {
            "ticket_id": self.id,
            "level_id": line.id,
            "to_level": level,
            "takes_over": line.takes_over if line else True,
            "is_manual": bool(reason),
            "round": self.property_reopen_count,
            "reason": reason or line.with_context(lang=user.lang).name,
            "date": fields.Datetime.now(),
            "user_id": self.env.user.id if reason else False,
            "from_user_id": self.user_id.id,
            "to_user_id": user.id,
        }

    @api.model
    def _property_hand_up(self, moves, forced=False):
        """Change the handlers, unless a case is with that level or a higher one."""
        targets, rows = {}, []
        ranks = {}
        for ticket, user, level, reason in moves:
            now_with = ticket.user_id
            if now_with not in ranks:
                ranks[now_with] = ticket.property_estate_id._property_rank(now_with)
            goal = CHAIN.index(level) if level in CHAIN else len(CHAIN)
            if now_with == user or (not forced and ranks[now_with] >= goal):
                continue
            key = (user, ticket.property_transfer_count + 1)
            targets.setdefault(key, self.browse())
            targets[key] |= ticket
            rows.append(
                {
                    "ticket_id": ticket.id,
                    "from_user_id": now_with.id,
                    "to_user_id": user.id,
                    "from_team_id": ticket.team_id.id,
                    "to_team_id": ticket.team_id.id,
                    "reason": reason,
                    "user_id": self.env.user.id,
                    "date": fields.Datetime.now(),
                }
            )
        for (user, count), tickets in targets.items():
            # The right to change the handler comes with the escalation.
            tickets.sudo().with_context(**QUIET).write(
                {"user_id": user.id, "property_transfer_count": count}
            )
        # Nobody writes the trail directly.
        self.env["property.service.transfer"].sudo().create(rows)

    def _property_add_handling(self, text):
        """What a level writes also answers the cases that came up to it (SLA-04)."""
        result = super()._property_add_handling(text)
        own = CHAIN.index(self._property_level())
        reached = [*CHAIN[: own + 1], *(["director"] if own == len(CHAIN) - 1 else [])]
        # As in _property_raise.
        waiting = self.env["property.service.escalation"].sudo()
        waiting = waiting.search(
            [
                ("ticket_id", "in", self.ids),
                ("state", "=", "open"),
                ("to_level", "in", reached),
            ]
        )
        if waiting:
            waiting._property_set_handled(str(text).strip())
        return result

    # === Hooks ===

    def _property_on_step(self, step):
        result = super()._property_on_step(step)
        if step == "new" and not self._property_is_history():
            self._property_raise_at_once()
        return result

    def _property_gates(self, step):
        gates = super()._property_gates(step)
        if step in ENDED:
            # As in _property_raise.
            waiting = self.env["property.service.escalation"].sudo()
            waiting = waiting.search_count(
                [
                    ("ticket_id", "=", self.id),
                    ("state", "=", "open"),
                    ("takes_over", "=", True),
                ],
                limit=1,
            )
            text = self.env._(
                "The case was escalated: who took it over writes down handling and"
                " result first, under “Escalations”."
            )
            gates = [*gates, ("escalation", not waiting, text, False)]
        return gates
