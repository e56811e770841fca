from odoo import fields, models


class PropertyServiceProblem(models.Model):
    """One of several problems that a customer brings in one request."""

    _name = "property.service.problem"
    _description = "Problem of a Request"
    _order = "ticket_id, sequence, id"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket",
        string="Request",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="ticket_id.property_estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="ticket_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Problem", required=True)
    category_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category",
        string="Category",
        index="btree_not_null",
        ondelete="restrict",
    )
    place = fields.Char(help="Where in the unit: kitchen, bathroom, balcony.")
    is_solved = fields.Boolean(string="Solved")
    note = fields.Char()
