from odoo import fields, models

from .helpdesk_ticket import KINDS, SEVERITIES


class HelpdeskTicketCategory(models.Model):
    """What a request is about (CMP-01..13, SRV-22, SRV-46)."""

    _inherit = "helpdesk.ticket.category"

    # The helpdesk gives a new category to the user's company; shipped ones are common.
    property_code = fields.Char(
        string="Code", readonly=True, index="btree_not_null", copy=False
    )
    property_kind = fields.Selection(
        selection=KINDS,
        string="Kind of request",
        index="btree_not_null",
        help="Offered for requests of this kind; empty: for every kind.",
    )
    property_severity = fields.Selection(
        selection=SEVERITIES,
        string="Severity",
        help="Severity of a new request of this category (CMP-13).",
    )
    property_is_urgent = fields.Boolean(
        string="Emergency",
        help="Somebody must be on site at once: power cut, entrapment, overflow.",
    )
    property_is_in_home = fields.Boolean(
        string="Inside the unit",
        help="Work inside the unit: the customer confirms it (SRV-39).",
    )
    property_warranty_class_id = fields.Many2one(
        comodel_name="property.warranty.class",
        string="Warranty class",
        index="btree_not_null",
        ondelete="restrict",
        help="Decides whether the builder's warranty still runs (SRV-35).",
    )
    property_skill_id = fields.Many2one(
        comodel_name="property.staff.skill",
        string="Skill needed",
        index="btree_not_null",
        ondelete="set null",
        help="Technicians with this skill are proposed for dispatch orders.",
    )
    property_team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team",
        string="Responsible department",
        index="btree_not_null",
        ondelete="set null",
        help="Department to which new requests of this category go (SRV-06).",
    )

    _property_code_uniq = models.UniqueIndex(
        "(property_code) WHERE property_code IS NOT NULL",
        "This code is taken already.",
    )
