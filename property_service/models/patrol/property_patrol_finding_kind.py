from odoo import fields, models

from ..service.helpdesk_ticket import KINDS


class PropertyPatrolFindingKind(models.Model):
    """Who puts a finding right: cleaning, engineering, an outside unit (PAT-05)."""

    _name = "property.patrol.finding.kind"
    _description = "Kind of Finding"
    _order = "sequence, id"

    code = fields.Char(
        readonly=True, help="Mark by which items of a checklist name this kind."
    )
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    request_kind = fields.Selection(
        selection=KINDS,
        help="Findings of this kind become such a request; empty: they are dealt with"
        " on the spot and only recorded (PAT-04).",
    )
    category_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category",
        string="Category of the request",
        index="btree_not_null",
        ondelete="restrict",
        help="Its department gets the request.",
    )
    is_external = fields.Boolean(
        string="For an outside unit",
        help="Names the unit, which is contacted (PAT-05).",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")
