from odoo import models
from odoo.fields import Domain

# Management staff, who count for the holiday duty where their grade does (DUT-30).
MANAGEMENT = ("administrator", "supervisor", "manager", "project_manager")
GRADES = ["junior", "middle", "senior"]


class PropertyStaff(models.Model):
    _inherit = "property.staff"

    def _property_is_of_grade(self, grade):
        """Management staff of this grade or above (DUT-30)."""
        self.ensure_one()
        return self.post in MANAGEMENT and GRADES.index(self.grade) >= GRADES.index(
            grade
        )

    def _property_leaves(self, start, end):
        """Leave of staff in a span of time, from wherever it is recorded.

        :return: list of (staff, begin, end), naive UTC
        """
        # Days off are personal data of employees; the roster needs their times alone.
        members = self.sudo()
        staff_of = {member.employee_id.resource_id: member for member in members}
        leaves = members.env["resource.calendar.leaves"].search(
            Domain("resource_id", "in", members.employee_id.resource_id.ids)
            & Domain("date_from", "<", end)
            & Domain("date_to", ">", start)
        )
        return [
            (
                staff_of[leave.resource_id].sudo(False),
                leave.date_from,
                leave.date_to,
            )
            for leave in leaves
        ]
