from odoo import api, fields, models
from odoo.tools import SQL

# Columns of the request that every report about requests can be grouped by
DEPENDS = {
    "helpdesk.ticket": [
        "company_id",
        "property_estate_id",
        "property_building_id",
        "property_zone_id",
        "property_unit_id",
        "property_kind",
        "property_severity",
        "property_is_urgent",
        "property_step",
        "category_id",
        "channel_id",
        "team_id",
        "user_id",
        "property_first_contact_id",
        "property_received_on",
        "closed",
        "closed_date",
    ],
    "helpdesk.ticket.category": ["parent_path"],
}


class PropertyRequestReportMixin(models.AbstractModel):
    """Whose request a row is about, and who answers for it."""

    _name = "property.request.report.mixin"
    _description = "Row about a Request"
    _inherit = ["property.report.mixin"]
    _property_source = "ticket_id"

    ticket_id = fields.Many2one(
        comodel_name="helpdesk.ticket", string="Request", readonly=True
    )
    building_id = fields.Many2one(comodel_name="property.building", readonly=True)
    zone_id = fields.Many2one(comodel_name="property.zone", readonly=True)
    unit_id = fields.Many2one(comodel_name="property.unit", readonly=True)
    kind = fields.Selection(
        selection=lambda self: self._property_words("helpdesk.ticket", "property_kind"),
        string="Kind of request",
        readonly=True,
    )
    category_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category", readonly=True
    )
    main_category_id = fields.Many2one(
        comodel_name="helpdesk.ticket.category",
        string="Main category",
        readonly=True,
        help="The highest category above the category.",
    )
    channel_id = fields.Many2one(
        comodel_name="helpdesk.ticket.channel",
        string="Channel of the request",
        readonly=True,
    )
    severity = fields.Selection(
        selection=lambda self: self._property_words(
            "helpdesk.ticket", "property_severity"
        ),
        readonly=True,
    )
    is_urgent = fields.Boolean(string="Emergency", readonly=True)
    step = fields.Selection(
        selection=lambda self: self._property_words(
            "helpdesk.ticket.stage", "property_step"
        ),
        readonly=True,
    )
    team_id = fields.Many2one(
        comodel_name="helpdesk.ticket.team", string="Department", readonly=True
    )
    user_id = fields.Many2one(comodel_name="res.users", string="Handler", readonly=True)
    first_contact_id = fields.Many2one(
        comodel_name="res.users", string="First-contact person", readonly=True
    )

    @api.model
    def _property_request_columns(self, handler="ticket.user_id", owner=None):
        """Columns of these fields, from ``ticket`` and its ``category``.

        :param str handler: column with who handled the request
        :param str owner: table whose own columns say company and estate, which a
            request never changes; where it stands alone, the request is not joined
        """
        return SQL(
            """
            ticket.id AS ticket_id,
            %(company)s AS company_id,
            %(estate)s AS estate_id,
            ticket.property_building_id AS building_id,
            ticket.property_zone_id AS zone_id,
            ticket.property_unit_id AS unit_id,
            ticket.property_kind AS kind,
            ticket.category_id,
            NULLIF(SPLIT_PART(category.parent_path, '/', 1), '')::int
                AS main_category_id,
            ticket.channel_id,
            ticket.property_severity AS severity,
            ticket.property_is_urgent AS is_urgent,
            ticket.property_step AS step,
            ticket.team_id,
            %(handler)s AS user_id,
            ticket.property_first_contact_id AS first_contact_id
            """,
            handler=SQL(handler),
            company=SQL.identifier(owner or "ticket", "company_id"),
            estate=SQL.identifier(owner, "estate_id")
            if owner
            else SQL("ticket.property_estate_id"),
        )
