from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .res_partner import DESK_GROUPS


class PropertyUnit(models.Model):
    """The archive of a unit: complete, and looked over in time (ARC-01 to ARC-04)."""

    _inherit = "property.unit"

    reviewed_on = fields.Date(
        string="Archive reviewed on", readonly=True, copy=False, groups=DESK_GROUPS
    )
    reviewed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Reviewed by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=DESK_GROUPS,
    )
    is_review_due = fields.Boolean(
        string="Review due",
        compute="_compute_is_review_due",
        search="_search_is_review_due",
        groups=DESK_GROUPS,
    )
    archive_gaps = fields.Char(
        string="Missing in the archive",
        compute="_compute_archive_gaps",
        groups=DESK_GROUPS,
    )
    is_archive_incomplete = fields.Boolean(
        string="Archive incomplete",
        compute="_compute_archive_gaps",
        search="_search_is_archive_incomplete",
        groups=DESK_GROUPS,
        help="No owner, an owner without a phone number, or one without a person file.",
    )

    @api.depends("reviewed_on", "estate_id")
    def _compute_is_review_due(self):
        for unit in self:
            limit = unit._property_review_limit(unit.estate_id)
            unit.is_review_due = not unit.reviewed_on or unit.reviewed_on < limit

    def _search_is_review_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        due = Domain.OR(
            Domain("estate_id", "=", estate.id)
            & (
                Domain("reviewed_on", "=", False)
                | Domain("reviewed_on", "<", self._property_review_limit(estate))
            )
            for estate in self.env["property.estate"].search([])
        )
        return due if True in value else ~due

    def _property_review_limit(self, estate):
        today = fields.Date.context_today(self)
        if not estate:
            return today
        months = estate._property_parameter("estate.review_months")
        return today - relativedelta(months=months)

    @api.depends(
        "occupancy_ids.role",
        "occupancy_ids.date_start",
        "occupancy_ids.date_end",
        "occupancy_ids.partner_id.phone",
        "occupancy_ids.partner_id.property_person_ids",
        "handover_date",
    )
    def _compute_archive_gaps(self):
        for unit in self:
            owners = unit.owner_ids
            gaps = []
            if unit.handover_date and not owners:
                gaps.append(self.env._("no owner"))
            if any(not owner.phone for owner in owners):
                gaps.append(self.env._("no phone number"))
            if any(
                not owner.is_company and not owner.property_person_ids
                for owner in owners
            ):
                gaps.append(self.env._("no person file"))
            unit.archive_gaps = ", ".join(gaps)
            unit.is_archive_incomplete = bool(gaps)

    def _search_is_archive_incomplete(self, operator, value):
        if operator != "in":
            return NotImplemented
        occupancies = self.env["property.occupancy"]
        owning = occupancies._property_current_domain() & Domain("role", "=", "owner")
        gap = Domain("partner_id.phone", "=", False) | (
            Domain("partner_id.is_company", "=", False)
            & Domain("partner_id.property_person_ids", "=", False)
        )
        incomplete = (
            Domain("handover_date", "!=", False)
            & ~Domain("occupancy_ids", "any", owning)
        ) | Domain("occupancy_ids", "any", owning & gap)
        return incomplete if True in value else ~incomplete

    def action_review(self):
        """The archive has been looked over today (ARC-02)."""
        self.write(
            {
                "reviewed_on": fields.Date.context_today(self),
                "reviewed_by_id": self.env.uid,
            }
        )
