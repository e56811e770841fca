import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError

BOARD = "property_service_reports.property_service_group_board"
READERS = (
    BOARD,
    "property_service.property_service_group_assistant",
    "property_service.property_service_group_auditor",
)


class PropertyWallBoard(models.AbstractModel):
    """大屏看板: the front desk's day in figures, for a screen in the centre.

    It only reads, and what it needs is there without it; so it stands with the
    reports. Nobody's name but the staff's is on it, and no unit unless a setting says
    so, since visitors see the screen.
    """

    _name = "property.wall.board"
    _description = "Wall Board"

    @api.model
    def property_board(self, estate_id=False):
        """All figures of an estate in a constant number of queries (QA-23, TRD-06).

        :param int estate_id: one of the user's estates; else the first of them
        :return: dict of ``estates``, ``estate``, ``now`` and the figures
        :raise AccessError: no estate of the user, or no reader of the board
        """
        estates = self._property_board_estates()
        estate = estates.filtered(lambda one: one.id == estate_id) or estates[:1]
        self.env.flush_all()
        zone = estate._property_tz()
        now = fields.Datetime.now()
        day = pytz.utc.localize(now).astimezone(zone).date()
        midnight, _end = self._property_day(zone, day)
        return {
            "now": fields.Datetime.to_string(now),
            "tz": str(zone),
            "estate": {"id": estate.id, "name": estate.name},
            "estates": [{"id": one.id, "name": one.name} for one in estates],
            **self._property_board_queue(estate, now, midnight),
            **self._property_board_desk(estate, now, midnight),
            "late": self._property_board_late(estate, now),
            "on_duty": self._property_board_duty(estate, now),
            "peaks": self._property_board_peaks(estate, now, day),
            "hours": self._property_board_hours(estate, day),
        }

    @api.model
    def _property_board_estates(self):
        """The estates of the user in the companies that are switched on.

        :raise AccessError: there is none, or the board is not for this user
        """
        user = self.env.user
        if not any(user.has_group(group) for group in READERS):
            raise AccessError(
                self.env._("The wall board is for the service centre's staff.")
            )
        # A screen's login reads no records; the scope keeps it to its estates.
        estates = (
            self.env["property.estate"].sudo().browse(user._property_estate_scope())
        )
        estates = estates.filtered(
            lambda estate: estate.active and estate.company_id in self.env.companies
        )
        if not estates:
            raise AccessError(
                self.env._(
                    "%(user)s works in no estate; enter one on the form of the user.",
                    user=user.name,
                )
            )
        return estates.sorted()
