from odoo import api, models
from odoo.fields import Domain


class PropertyStaffNotice(models.Model):
    """Whom a notice is for, and who has yet to read it."""

    _inherit = "property.staff.notice"

    # === Computes ===

    @api.depends("state", "read_ids", "audience", "group_id", "post", "user_ids")
    def _compute_readers(self):
        # How many have read it is for the reader of the notice, whoever they are.
        for notice in self.sudo():
            have = notice.read_ids.user_id
            owe = self.env["res.users"]
            if notice.state == "published":
                owe = notice._property_readers() - have
            notice.read_count = len(have)
            notice.unread_user_ids = owe
            notice.unread_count = len(owe)

    @api.depends("read_ids", "state")
    @api.depends_context("uid")
    def _compute_is_unread(self):
        unread = self._property_unread()
        for notice in self:
            notice.is_unread = notice in unread

    def _search_is_unread(self, operator, value):
        if operator != "in":
            return NotImplemented
        ids = self._property_unread().ids
        return [("id", "in" if True in value else "not in", ids)]

    # === Business methods ===

    @api.model
    def _property_unread(self, user=None, estate=None):
        """Notices that a user has still to read, on takeover and at the desk.

        :param estate: of this estate and of the whole company alone
        """
        user = (user or self.env.user).sudo()  # groups and estates of colleagues
        estates = estate or user.property_estate_ids
        # Who has to read what does not depend on who asks.
        return (
            self.sudo()
            .search(
                Domain("state", "=", "published")
                & Domain("company_id", "in", estates.company_id.ids)
                & Domain("estate_id", "in", [False, *estates.ids])
                & (
                    Domain("date_end", "=", False)
                    | Domain("date_end", ">=", user._property_today())
                )
                & self._property_addressed_domain(user)
                & Domain("read_ids", "not any", [("user_id", "=", user.id)])
            )
            .sudo(self.env.su)
        )

    @api.model
    def _property_addressed_domain(self, user):
        """Notices that are for this user; a level means who has just this one."""
        return (
            Domain("audience", "=", "all")
            | (
                Domain("audience", "=", "group")
                & Domain("group_id", "in", user.group_ids.ids)
            )
            | (
                Domain("audience", "=", "post")
                & Domain("post", "in", user._property_posts())
            )
            | (Domain("audience", "=", "persons") & Domain("user_ids", "in", user.ids))
        )

    def _property_readers(self):
        """Users who have to read it."""
        self.ensure_one()
        estates = self.estate_id or self.env["property.estate"].search(
            [("company_id", "=", self.company_id.id)]
        )
        users = estates.user_ids.filtered(lambda user: user.active and not user.share)
        if self.audience == "group":
            return users & self.group_id.user_ids
        if self.audience == "post":
            staff = self.env["property.staff"].search(
                [("user_id", "in", users.ids), ("post", "=", self.post)]
            )
            return staff.user_id
        return users & self.user_ids if self.audience == "persons" else users
