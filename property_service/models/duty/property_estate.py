from odoo import models


class PropertyEstate(models.Model):
    _inherit = "property.estate"

    def _property_duty_gap_fault(self, end, start, end_day, start_day, are_peaks):
        """What is wrong with two shifts of one person that follow one another.

        Back-to-back (连班) is duty that goes on with hardly a break; on different days
        a rest lies between them (DUT-33). Peaks of one day are one duty (DUT-51).

        :param end: end of the earlier shift; ``start``: begin of the later one
        :param end_day: day of the earlier shift; ``start_day``: of the later one
        :return: ``back_to_back``, ``rest`` or None
        """
        self.ensure_one()
        gap = (start - end).total_seconds()
        if are_peaks and end_day == start_day:
            return None
        if gap < self._property_parameter("duty.back_to_back_minutes") * 60:
            return "back_to_back"
        if end_day != start_day and (
            gap < self._property_parameter("duty.rest_hours") * 3600
        ):
            return "rest"
        return None
