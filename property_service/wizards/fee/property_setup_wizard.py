from odoo import Command, api, fields, models


class PropertySetupWizard(models.TransientModel):
    """Shows what is missing before a company may bill and collect, and makes it."""

    _name = "property.setup.wizard"
    _description = "Set Up Books and Calendar"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_setup_wizard_estate_rel",
        column1="wizard_id",
        column2="estate_id",
        string="Estates",
        compute="_compute_estate_ids",
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id)]",
    )
    check_ids = fields.One2many(
        comodel_name="property.setup.wizard.check",
        inverse_name="wizard_id",
        compute="_compute_check_ids",
        store=True,
    )
    has_items = fields.Boolean(
        string="Has fee items", compute="_compute_has_items", store=True
    )
    make_items = fields.Boolean(
        string="Create the usual fee items",
        compute="_compute_has_items",
        store=True,
        readonly=False,
        help="Property service fee, parking, rent, water and electricity, with tax and"
        " account; change or archive what does not fit.",
    )
    missing_count = fields.Integer(compute="_compute_missing_count")

    @api.depends("company_id")
    def _compute_estate_ids(self):
        for wizard in self:
            wizard.estate_ids = self.env["property.estate"].search(
                [("company_id", "=", wizard.company_id.id)]
            )

    @api.depends("company_id", "estate_ids")
    def _compute_check_ids(self):
        for wizard in self:
            wizard.check_ids = wizard._prepare_checks()

    @api.depends("company_id")
    def _compute_has_items(self):
        for wizard in self:
            wizard.has_items = self.env["property.setup"]._property_has_items(
                wizard.company_id
            )
            wizard.make_items = not wizard.has_items

    @api.depends("check_ids.in_order")
    def _compute_missing_count(self):
        for wizard in self:
            wizard.missing_count = len(
                wizard.check_ids.filtered(lambda check: not check.in_order)
            )

    def action_set_up(self):
        """Make everything that is missing, then show the checks again."""
        self.ensure_one()
        self.env["property.setup"]._property_setup_company(
            self.company_id, self.estate_ids._origin, with_items=self.make_items
        )
        # Installing the chart of accounts leaves this environment's registry behind.
        wizard = self.env()["property.setup.wizard"].browse(self.id)
        if wizard.make_items:
            wizard.write({"has_items": True, "make_items": False})
        wizard.check_ids = wizard._prepare_checks()
        return wizard._get_form_action()

    def _prepare_checks(self):
        self.ensure_one()
        checks = self.env["property.setup"]._property_setup_checks(
            self.company_id, self.estate_ids._origin
        )
        return [Command.clear()] + [
            Command.create(
                {
                    "name": subject,
                    "in_order": in_order,
                    "remedy": False if in_order else remedy,
                }
            )
            for subject, in_order, remedy in sorted(checks, key=lambda c: c[1])
        ]

    def _get_form_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_setup_wizard_action"
        )
        return {**action, "res_id": self.id}


class PropertySetupWizardCheck(models.TransientModel):
    _name = "property.setup.wizard.check"
    _description = "Set-up Check"

    wizard_id = fields.Many2one(
        comodel_name="property.setup.wizard", required=True, ondelete="cascade"
    )
    name = fields.Char(string="Subject", readonly=True)
    in_order = fields.Boolean(string="In order", readonly=True)
    remedy = fields.Char(readonly=True)
