from odoo import api, models

# Choices that every model with activities has from the mixin.
ACTIVITY_FIELDS = {"activity_state", "activity_exception_decoration"}


class IrModelFields(models.Model):
    _inherit = "ir.model.fields"

    @api.model
    def get_field_selection(self, model_name, field_name):
        """Words of the mixin for each model with activities.

        Odoo keeps them per model, and its languages know them of its own models only.
        """
        if field_name in ACTIVITY_FIELDS:
            model_name = "mail.activity.mixin"
        return super().get_field_selection(model_name, field_name)
