from odoo import api, fields, models, tools
from odoo.exceptions import AccessError


class ResUsers(models.Model):
    _inherit = "res.users"

    property_estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_estate_user_rel",
        column1="user_id",
        column2="estate_id",
        string="Estates",
        help="Estates whose records this user sees.",
    )
    property_all_estates = fields.Boolean(
        string="All estates",
        help="Head office: sees every estate of the user's companies.",
    )

    @api.model
    def _get_invalidation_fields(self):
        # Record rules are cached with the estate ids in them.
        return super()._get_invalidation_fields() | {
            "property_estate_ids",
            "property_all_estates",
        }

    def _property_estate_scope(self):
        """Ids of the estates whose records this user may reach.

        Used in the global record rules. Head office and those who work on the
        ledger have all estates of their companies, since one partner owns units in
        several; residents have the estates of the units that they hold today.

        :return: list of ids
        """
        self.ensure_one()
        return list(self._property_estate_scope_cached(self._property_today()))

    @tools.ormcache("self.id", "today")
    def _property_estate_scope_cached(self, today):
        # The scope is what the rules are made of: it is read past the rules.
        user = self.sudo()
        # As above.
        estates = self.env["property.estate"].sudo().with_context(active_test=False)
        if user._property_has_all_estates():
            return tuple(
                estates.search([("company_id", "in", user.company_ids.ids)]).ids
            )
        if user.share:
            return tuple(user.partner_id._property_resident_estates(today).ids)
        return tuple(
            estates.search(
                [
                    ("user_ids", "in", user.ids),
                    ("company_id", "in", user.company_ids.ids),
                ]
            ).ids
        )

    def _property_today(self):
        """Today where the user's company works: rights begin and end at its midnight.

        The user's own time zone is the user's to change, so it does not count.
        """
        self.ensure_one()
        # Working hours of the company are not for residents to read.
        calendar = self.sudo().company_id.resource_calendar_id
        return fields.Date.context_today(self.with_context(tz=calendar.tz or "UTC"))

    def _property_has_all_estates(self):
        self.ensure_one()
        return not self.share and (
            self.property_all_estates or self.has_group("account.group_account_invoice")
        )

    def _property_resident_units(self):
        """Ids of the units that this resident holds today, for the portal's rules."""
        self.ensure_one()
        return list(self._property_resident_units_cached(self._property_today()))

    @tools.ormcache("self.id", "today")
    def _property_resident_units_cached(self, today):
        # A rule is evaluated before the resident may read any occupancy.
        residents = self.sudo().partner_id
        return tuple(residents._property_resident_occupancies(today).unit_id.ids)

    def _property_posts(self):
        """Posts that this user holds as staff, for approvals by post."""
        self.ensure_one()
        # Whose turn it is must not depend on who may read the staff list.
        staff = self.env["property.staff"].sudo().search([("user_id", "=", self.id)])
        return list(set(staff.mapped("post")))

    def _property_check_whole_company(self, company):
        """Refuse changes for a whole company by who answers for some estates only.

        :raise AccessError: when an estate of the company is out of the user's scope
        """
        self.ensure_one()
        if self._property_has_all_estates():
            return
        # The estates that the user does not see are the ones that count here.
        estates = self.env["property.estate"].sudo().with_context(active_test=False)
        outside = estates.search_count(
            [
                ("company_id", "=", company.id),
                ("id", "not in", self._property_estate_scope()),
            ],
            limit=1,
        )
        if outside:
            raise AccessError(
                self.env._(
                    "What holds for the whole company %(company)s can be changed only"
                    " by a manager of all its estates; change it for your estate.",
                    company=company.name,
                )
            )
