from odoo import fields, models


class PropertyConsent(models.Model):
    """What a resident has agreed to, and since when (PIPL §13-15, §23, §29)."""

    _name = "property.consent"
    _description = "Consent"
    _order = "date desc, id desc"
    _rec_name = "purpose"

    person_id = fields.Many2one(
        comodel_name="property.person", required=True, index=True, ondelete="cascade"
    )
    purpose = fields.Selection(
        selection=[
            ("identity", "Keeping the identity number"),
            ("sensitive", "Health and household data"),
            ("photo", "Photos"),
            ("message", "Messages about activities"),
            ("handover", "Passing data to another company"),
            ("other", "Other"),
        ],
        required=True,
    )
    date = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    date_withdrawn = fields.Date(string="Withdrawn on")
    note = fields.Char()

    _dates_ordered = models.Constraint(
        "CHECK(date_withdrawn IS NULL OR date_withdrawn >= date)",
        "A consent cannot be withdrawn before it was given.",
    )
