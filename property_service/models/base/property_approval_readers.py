from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class PropertyApproval(models.Model):
    """Who reads an approval: whoever reads its document, and nobody else."""

    _inherit = "property.approval"

    # === Access ===

    def _check_access(self, operation):
        """Beside the rules, whoever reads an approval must reach its document."""
        result = super()._check_access(operation)
        if self.env.su or not any(self._ids):
            return result
        allowed = self - result[0] if result else self
        hidden = allowed - allowed._property_with_readable_document()
        if not hidden:
            return result
        forbidden = hidden + result[0] if result else hidden
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(
            operation, forbidden
        )

    def _property_with_readable_document(self):
        readable_ids = set()
        # The document decides who reads; its approval names it whoever asks.
        for model, approvals in self.sudo().grouped("res_model").items():
            documents = self.env[model].browse(approvals.mapped("res_id")).exists()
            visible = set(documents._filtered_access("read").ids)
            readable_ids.update(a.id for a in approvals if a.res_id in visible)
        return self.filtered(lambda approval: approval.id in readable_ids)

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._property_readable_domain()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _property_readable_domain(self):
        """As a sub-query per kind of document, so that pages and counts stay right."""
        models = self.env.registry.descendants(["property.approval.mixin"], "_inherit")
        domains = [Domain.FALSE]
        for name in sorted(models):
            Model = self.env[name]
            if Model._abstract or not Model.has_access("read"):
                continue
            query = Model._search([], active_test=False)
            domains.append(
                Domain.custom(to_sql=self._property_document_sql(name, query))
            )
        return Domain.OR(domains)

    @staticmethod
    def _property_document_sql(name, query):
        def to_sql(model, alias, _query):
            return SQL(
                "(%s = %s AND %s IN %s)",
                SQL.identifier(alias, "res_model"),
                name,
                SQL.identifier(alias, "res_id"),
                query.subselect(),
            )

        return to_sql
