from odoo import Command, api, fields, models


class PropertyStatementWizard(models.TransientModel):
    """Statement of account: what was billed and paid in a time (FEE-16, FEE-26)."""

    _name = "property.statement.wizard"
    _description = "Statement of Account"

    unit_ids = fields.Many2many(
        comodel_name="property.unit",
        relation="property_statement_wizard_unit_rel",
        column1="wizard_id",
        column2="unit_id",
        string="Units",
        required=True,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Payer",
        ondelete="cascade",
        help="Only what this payer owes and paid; empty: everybody of the units.",
    )
    date_from = fields.Date(
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
    )
    date_to = fields.Date(required=True, default=fields.Date.context_today)
    currency_id = fields.Many2one(
        comodel_name="res.currency", compute="_compute_currency_id"
    )
    line_ids = fields.One2many(
        comodel_name="property.statement.line",
        inverse_name="wizard_id",
        compute="_compute_line_ids",
        store=True,
    )

    @api.depends("unit_ids")
    def _compute_currency_id(self):
        for wizard in self:
            company = wizard.unit_ids[:1].company_id or self.env.company
            wizard.currency_id = company.currency_id

    @api.depends("unit_ids")
    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = ", ".join(wizard.unit_ids.mapped("code"))

    @api.depends("unit_ids", "partner_id", "date_from", "date_to")
    def _compute_line_ids(self):
        for wizard in self:
            commands = [Command.clear()]
            for unit in wizard.unit_ids._origin:
                commands += [
                    Command.create(values)
                    for values in unit._property_statement_lines(
                        wizard.date_from, wizard.date_to, wizard.partner_id
                    )
                ]
            wizard.line_ids = commands

    def action_print(self):
        self.ensure_one()
        return self.env.ref("property_service.property_statement_report").report_action(
            self, config=False
        )


class PropertyStatementLine(models.TransientModel):
    _name = "property.statement.line"
    _description = "Line of a Statement of Account"
    _order = "id"

    wizard_id = fields.Many2one(
        comodel_name="property.statement.wizard", ondelete="cascade"
    )
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    unit_id = fields.Many2one(comodel_name="property.unit", ondelete="cascade")
    date = fields.Date()
    document = fields.Char()
    description = fields.Char()
    formula = fields.Char(string="Rate and formula")
    billed = fields.Monetary(string="Amount billed")
    paid = fields.Monetary()
    balance = fields.Monetary()
