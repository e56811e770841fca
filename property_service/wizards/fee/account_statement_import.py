from odoo import api, fields, models


class AccountStatementImport(models.TransientModel):
    """The journal is chosen in the dialog, so that it opens from our menu too."""

    _inherit = "account.statement.import"

    property_journal_id = fields.Many2one(
        comodel_name="account.journal",
        string="Bank account",
        domain="[('type', '=', 'bank')]",
        default=lambda self: self._default_property_journal_id(),
        ondelete="cascade",
    )

    @api.model
    def _default_property_journal_id(self):
        journals = self.env["account.journal"]
        if self.env.context.get("journal_id"):
            return journals.browse(self.env.context["journal_id"])
        return journals.search(
            [
                *journals._check_company_domain(self.env.company),
                ("property_collection_method", "=", "transfer"),
            ],
            limit=1,
        )

    @api.model
    def _get_default_mapping_id(self):
        return (
            super()._get_default_mapping_id()
            or self._default_property_journal_id().default_sheet_mapping_id
        )

    @api.onchange("property_journal_id")
    def _onchange_property_journal_id(self):
        mapping = self.property_journal_id.default_sheet_mapping_id
        self.sheet_mapping_id = mapping or self.sheet_mapping_id

    def _import_file(self):
        journal = self.property_journal_id
        if journal:
            self = self.with_context(journal_id=journal.id)
        return super()._import_file()

    def import_file_button(self):
        """Show the lines with what was matched instead of the bare statement."""
        action = super().import_file_button()
        statements = action.get("params", {}).get("next", action).get("domain", [])
        lines = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_statement_line_action"
        )
        lines["domain"] = [("statement_id", "in", ids) for _f, _o, ids in statements]
        lines["context"] = {"search_default_not_reconciled": 0}
        if "params" in action:
            action["params"]["next"] = lines
            return action
        return lines
