from odoo import models
from odoo.fields import Domain


class ResUsers(models.Model):
    _inherit = "res.users"

    def _property_home(self):
        """The window with which this user's day begins, extended by areas with work.

        :return: xml id of the action
        """
        self.ensure_one()
        return "property_service.property_unit_action"

    def _property_home_action(self):
        """Opened by the application itself, so that each role lands on its work."""
        return self.env["ir.actions.actions"]._for_xml_id(self._property_home())

    def _property_sees_residents(self):
        """Whether the user's work needs residents: desk, auditor, accountant."""
        self.ensure_one()
        return self._is_superuser() or any(
            self.has_group(group)
            for group in (
                "property_service.property_service_group_assistant",
                "property_service.property_service_group_auditor",
                "account.group_account_invoice",
                "account.group_account_readonly",
            )
        )

    def _property_partner_domain(self, company_ids):
        """Partners whom this user may reach; the global rule on partners (SEC-01).

        Residents belong to the service centre of their estates and to accountants.
        Everybody keeps colleagues, suppliers and other contacts. Areas whose records
        bring somebody to a resident (an order, a shift) extend this.
        """
        self.ensure_one()
        domain = (
            Domain("property_is_resident", "=", False)
            | Domain("partner_share", "=", False)
            | Domain("employee", "=", True)
            | Domain("id", "=", self.partner_id.id)
        )
        if self.share:
            # The portal's own rule narrows this to the same.
            domain |= Domain(
                "commercial_partner_id", "=", self.commercial_partner_id.id
            )
        if self._property_sees_residents():
            estates = self._property_estate_records(company_ids)
            domain |= Domain("property_estate_ids", "in", estates.ids)
            # A person who is just being entered holds no unit yet.
            domain |= Domain("property_estate_ids", "=", False) & Domain(
                "create_uid", "=", self.id
            )
        return domain

    def _property_person_domain(self, company_ids):
        """Person files of the user's estates, and those just being entered."""
        self.ensure_one()
        estates = self._property_estate_records(company_ids)
        reachable = Domain("partner_id.property_estate_ids", "in", estates.ids) | (
            Domain("partner_id.property_estate_ids", "=", False)
            & Domain("create_uid", "=", self.id)
        )
        # Always so; but a search computes pending fields, and estates with this one,
        # for plain columns only.
        return Domain("partner_id.property_is_resident", "=", True) & reachable

    def _property_estate_records(self, company_ids):
        """The user's estates in the given companies."""
        estates = self.env["property.estate"].sudo()  # ids for a record rule
        estates = estates.browse(self._property_estate_scope())
        return estates.filtered(lambda estate: estate.company_id.id in company_ids)
