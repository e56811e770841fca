from dateutil.relativedelta import relativedelta

from odoo import fields, models


class PropertyAppraisalMakeWizard(models.TransientModel):
    """The appraisal sheets of all staff of an estate for a month, in one go (QA-15)."""

    _name = "property.appraisal.make.wizard"
    _description = "Make Appraisal Sheets"

    estate_id = fields.Many2one(
        comodel_name="property.estate",
        required=True,
        default=lambda self: self.env["property.estate"]._property_only_estate(),
    )
    month = fields.Date(
        string="Month of the appraisal",
        required=True,
        default=lambda self: self._default_month(),
    )

    def _default_month(self):
        """The month before: it is appraised when it is over."""
        today = self.env.user._property_today()
        return today.replace(day=1) - relativedelta(months=1)

    def action_make(self):
        self.ensure_one()
        sheets = self.env["property.appraisal.sheet"]._property_make(
            self.estate_id, self.month
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_appraisal_sheet_action"
        )
        return {
            **action,
            "path": False,
            "domain": [("id", "in", sheets.ids)],
            "context": {},
        }
