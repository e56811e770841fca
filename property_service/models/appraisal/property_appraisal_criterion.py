from odoo import fields, models


class PropertyAppraisalCriterion(models.Model):
    """What people are judged by, in words that everybody knows (QA-18, QA-19)."""

    _name = "property.appraisal.criterion"
    _description = "Appraisal Criterion"
    _inherit = ["property.shared.setting"]
    _order = "sequence, id"

    name = fields.Char(string="Criterion", required=True, translate=True)
    sequence = fields.Integer(default=10)
    description = fields.Text(
        string="What is expected",
        translate=True,
        help="Shown on the appraisal sheet, such as the four sames (QA-18, QA-19).",
    )
    estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_appraisal_criterion_estate_rel",
        column1="criterion_id",
        column2="estate_id",
        string="Estates",
        help="Empty: for all estates.",
    )
