from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo import models

from .helpdesk_ticket_log import LEVELS

CHAIN = [level for level, _label in LEVELS]


class PropertyEstate(models.Model):
    """Who is asked at each level of an estate, and when its days end."""

    _inherit = "property.estate"

    def _property_level_user(self, level):
        """The user to whom a case of this level goes; empty where nobody works there.

        The holder of the post; else a user of the estate with just the rights of the
        level, then of a higher one; for the director, the project manager (ORG-06).

        :param str level: of ``LEVELS``, or ``director``
        """
        self.ensure_one()
        estate = self.sudo()  # who is asked must not depend on who asks
        director = estate.manager_id.user_id
        if level == "director" and director:
            return director.sudo(False)
        number = CHAIN.index(level) if level in CHAIN else len(CHAIN) - 1
        users = estate.user_ids.filtered("active")
        ranked = [(self._property_rank(user), user) for user in users]
        able = [(rank, user) for rank, user in ranked if rank >= number]
        # As above.
        posts = self.env["property.staff"].sudo()
        holders = posts.search(
            [("user_id", "in", [user.id for _rank, user in able])]
            + [("post", "=", CHAIN[number])]
        ).user_id
        able = [pair for pair in able if pair[1] in holders] or able
        able.sort(key=lambda pair: (pair[0], pair[1].id))
        return (able[0][1] if able else director).sudo(False)

    def _property_rank(self, user):
        for number, level in reversed(list(enumerate(CHAIN))):
            if user.has_group(f"property_service.property_service_group_{level}"):
                return number
        return -1

    def _property_midnight(self, day):
        """The end of a day by the clock, naive UTC."""
        midnight = datetime.combine(day + timedelta(days=1), time.min)
        return self._property_naive(self._property_tz().localize(midnight))

    def _property_workdays_between(self, start, end):
        """Workdays after the day of one moment up to the day of another."""
        self.ensure_one()
        first, last = self._property_local_date(start), self._property_local_date(end)
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(self._property_is_workday(day) for day in days)

    def _property_next_start(self, moment, months):
        """First day of the month, or other period of months, after a moment's."""
        day = self._property_local_date(moment)
        start = day.replace(month=(day.month - 1) // months * months + 1, day=1)
        return start + relativedelta(months=months)
