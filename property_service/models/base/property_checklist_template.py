from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class PropertyChecklistTemplate(models.Model):
    """The questions of one kind of checklist, for some estates or for all."""

    _name = "property.checklist.template"
    _description = "Checklist Template"
    _inherit = ["property.shared.setting"]
    _order = "kind_id, sequence, name, id"

    name = fields.Char(required=True, translate=True)
    kind_id = fields.Many2one(
        comodel_name="property.checklist.kind",
        required=True,
        index=True,
        ondelete="restrict",
    )
    sequence = fields.Integer(default=10)
    estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_checklist_template_estate_rel",
        column1="template_id",
        column2="estate_id",
        string="Estates",
        help="Empty: for all estates.",
    )
    line_ids = fields.One2many(
        comodel_name="property.checklist.template.line",
        inverse_name="template_id",
        copy=True,
    )
    line_count = fields.Integer(string="Lines", compute="_compute_line_count")
    note = fields.Text(translate=True, help="Where it comes from; when to use it.")

    @api.depends("line_ids")
    def _compute_line_count(self):
        counts = dict(
            self.env["property.checklist.template.line"]._read_group(
                [("template_id", "in", self.ids)], ["template_id"], ["__count"]
            )
        )
        for template in self:
            template.line_count = counts.get(template, 0)

    # === Business methods ===

    @api.model
    def _property_for(self, kind_code, estate):
        """The template to use: the estate's own, the company's, then the general one.

        :raise UserError: when there is none
        """
        best = self._property_best(Domain("kind_id.code", "=", kind_code), estate)
        if not best:
            # Its name is for the message; not every role may list kinds.
            kind = self.env["property.checklist.kind"].sudo()
            raise UserError(
                self.env._(
                    "There is no checklist template “%(kind)s” for %(estate)s. A"
                    " manager creates one under Configuration › Checklist templates.",
                    kind=kind.search([("code", "=", kind_code)]).name or kind_code,
                    estate=estate.name,
                )
            )
        return best

    @api.model
    def _property_best(self, domain, estate):
        """Of the templates of a domain the nearest to an estate; may be empty."""
        # What applies does not depend on which templates the user may change.
        templates = self.sudo().search(
            domain
            & Domain("company_id", "in", [False, estate.company_id.id])
            & (Domain("estate_ids", "=", False) | Domain("estate_ids", "in", estate.id))
        )
        best = templates.sorted(
            lambda t: (not t.estate_ids, not t.company_id, t.sequence, t.id)
        )[:1]
        return best.sudo(self.env.su)

    def _property_start(self, documents, name=None):
        """A checklist for each document, with the words that the template has now.

        :param documents: records with ``property.checklist.document.mixin``
        :param str name: instead of the template's and the document's name
        :return: the checklists, in the order of the documents
        """
        self.ensure_one()
        # Who may start the process gets its checklist; nobody creates one by hand.
        template = self.sudo()
        checklists = template.env["property.checklist"].create(
            [
                {
                    "name": name or f"{template.name} {document.display_name}",
                    "kind_id": template.kind_id.id,
                    "template_id": template.id,
                    "res_model": document._name,
                    "res_id": document.id,
                    "estate_id": document._property_checklist_estate().id,
                }
                for document in documents
            ]
        )
        checklists._property_copy_lines(template)
        return checklists.sudo(self.env.su)


class PropertyChecklistTemplateLine(models.Model):
    _name = "property.checklist.template.line"
    _description = "Line of a Checklist Template"
    _inherit = ["property.checklist.words"]
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        comodel_name="property.checklist.template",
        required=True,
        index=True,
        ondelete="cascade",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.template_id._property_check_may_change()
        return lines

    def write(self, vals):
        self.template_id._property_check_may_change()
        result = super().write(vals)
        self.template_id._property_check_may_change()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_if_may_change(self):
        self.template_id._property_check_may_change()
