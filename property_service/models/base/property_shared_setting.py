from odoo import api, fields, models
from odoo.exceptions import AccessError


class PropertySharedSetting(models.AbstractModel):
    """A setting for some estates, a company or everybody.

    Each model brings its own ``estate_ids``. What holds for others too is not for one
    estate's manager to change: he duplicates it for his own.
    """

    _name = "property.shared.setting"
    _description = "Setting Shared by Estates"

    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Empty: for all companies.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        settings = super().create(vals_list)
        settings._property_check_may_change()
        return settings

    def write(self, vals):
        self._property_check_may_change()
        result = super().write(vals)
        self._property_check_may_change()
        return result

    def copy_data(self, default=None):
        # A copy of what ships for everybody is the company's own to change.
        is_named = "name" in self._fields
        return [
            {
                **vals,
                **(setting._property_copy_name() if is_named else {}),
                "company_id": (setting.company_id or self.env.company).id,
                **(default or {}),
            }
            for setting, vals in zip(self, super().copy_data(default), strict=True)
        ]

    def _property_copy_name(self):
        return {"name": self.env._("%(name)s (copy)", name=self.name)}

    @api.ondelete(at_uninstall=False)
    def _unlink_if_may_change(self):
        self._property_check_may_change()

    def _property_check_may_change(self):
        """Refuse changes by who answers for some of the estates only.

        :raise AccessError: with the remedy to duplicate it
        """
        if self.env.su:
            return
        user = self.env.user
        for setting in self.sudo():  # estates out of the user's scope count as well
            if not setting.company_id:
                setting.sudo(False)._property_check_all_companies()
            elif not setting.estate_ids:
                user._property_check_whole_company(setting.company_id)
            elif set(setting.estate_ids.ids) - set(user._property_estate_scope()):
                raise AccessError(
                    self.env._(
                        "%(setting)s is used in estates that are not yours; duplicate"
                        " it for your estate.",
                        setting=setting.display_name,
                    )
                )

    def _property_check_all_companies(self):
        # How many companies there are does not depend on who asks.
        companies = self.env["res.company"].sudo().search([])
        if companies - self.env.user.company_ids:
            raise AccessError(
                self.env._(
                    "%(setting)s is used by all companies; duplicate it for yours.",
                    setting=self.display_name,
                )
            )
        for company in companies:
            self.env.user._property_check_whole_company(company)
