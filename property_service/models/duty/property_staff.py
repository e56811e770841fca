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
        employees = self.sudo().employee_id
        of_resource = {employee.resource_id: employee for employee in employees}
        staff_of = {member.employee_id: member for member in self.sudo()}
        # As above.
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                Domain("resource_id", "in", employees.resource_id.ids)
                & Domain("date_from", "<", end)
                & Domain("date_to", ">", start)
            )
        )
        return [
            (
                staff_of[of_resource[leave.resource_id]].sudo(False),
                leave.date_from,
                leave.date_to,
            )
            for leave in leaves
        ]
