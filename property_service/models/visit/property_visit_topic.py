from odoo import fields, models


class PropertyVisitTopic(models.Model):
    """What is talked about on a visit, with the words to say (VIS-03)."""

    _name = "property.visit.topic"
    _description = "Visit Topic"
    _inherit = ["property.shared.setting"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    script = fields.Text(
        string="Words to say",
        translate=True,
        help="What staff explain, and how (VIS-03).",
    )
    estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_visit_topic_estate_rel",
        column1="topic_id",
        column2="estate_id",
        string="Estates",
        help="Empty: for all estates.",
    )
