import re

from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .property_parameter import AREAS

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
# What is filled in by hand where the record has no value.
BLANK = Markup("________")


class PropertyDocumentText(models.Model):
    """The wording of a printed paper: contract text that each estate may word itself.

    The delivered texts are neutral ones and stay as they are; a company or an estate
    that has its own contracts makes its own text of the same code. To print one::

        text = self.env["property.document.text"]._property_text("fire_notice", estate)
        text._property_body({"unit": unit.code, "owner": owner.name})

    ``{unit}`` in the body is replaced with the value of that name; a name without a
    value becomes a line to fill in. The body is in the language of the contract, so it
    is not translated.
    """

    _name = "property.document.text"
    _description = "Text of a Printed Document"
    _order = "area, code, company_id, estate_id"
    _rec_name = "title"
    _rec_names_search = ["title", "code"]
    _check_company_auto = True

    code = fields.Char(required=True, index=True)
    title = fields.Char(required=True, translate=True)
    body = fields.Html(
        required=True,
        sanitize_attributes=True,
        sanitize_style=True,
        help="{unit}, {owner}, {estate}, {company}, {area}, {day} and other names that"
        " the document knows are replaced with its values.",
    )
    area = fields.Selection(
        selection=AREAS, required=True, default="base", help="Area that prints it."
    )
    source = fields.Char(help="Rule or law that asks for the document.")
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: as delivered, for every company without a text of its own.",
    )
    estate_id = fields.Many2one(
        comodel_name="property.estate",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty: for every estate without a text of its own.",
    )

    _scope_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0), COALESCE(estate_id, 0))",
        "This text exists for this company or estate already; change that one.",
    )
    _estate_has_company = models.Constraint(
        "CHECK(estate_id IS NULL OR company_id IS NOT NULL)",
        "A text of an estate belongs to the company of the estate.",
    )

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        estates = self.env["property.estate"]
        for vals in vals_list:
            if vals.get("estate_id"):
                vals["company_id"] = estates.browse(vals["estate_id"]).company_id.id
        texts = super().create(vals_list)
        texts._property_check_may_change()
        return texts

    def write(self, vals):
        self._property_check_may_change()
        result = super().write(vals)
        self._property_check_may_change()
        return result

    def unlink(self):
        self._property_check_may_change()
        return super().unlink()

    # === Actions ===

    def action_adapt(self):
        """A copy of the delivered text, to be worded for the company."""
        self.ensure_one()
        own = self.search(
            [
                ("code", "=", self.code),
                ("company_id", "=", self.env.company.id),
                ("estate_id", "=", False),
            ]
        )
        own = own or self.copy({"company_id": self.env.company.id, "estate_id": False})
        return own.get_formview_action()

    # === Business methods ===

    @api.model
    def _property_text(self, code, estate):
        """The text of a document: the estate's, else the company's, else as delivered.

        :raise UserError: when no text of this code exists any more
        """
        # Everybody who prints a paper reads its wording.
        texts = self.sudo().search(
            [
                ("code", "=", code),
                ("company_id", "in", [False, estate.company_id.id]),
                ("estate_id", "in", [False, estate.id]),
            ]
        )
        text = texts.sorted(lambda t: (not t.estate_id, not t.company_id))[:1]
        if not text:
            raise UserError(
                self.env._(
                    "There is no text “%(code)s” for %(estate)s; enter one under"
                    " Configuration, Texts of documents.",
                    code=code,
                    estate=estate.name,
                )
            )
        return text

    def _property_body(self, values):
        """The body with the document's values in it, each escaped.

        :param dict values: text by placeholder; what is empty becomes a line to fill in
        """
        self.ensure_one()

        def fill(match):
            value = values.get(match[1])
            return str(BLANK if value in (None, False, "") else escape(value))

        # The body was sanitised when it was written.
        return Markup(PLACEHOLDER.sub(fill, str(self.body)))

    def _property_check_may_change(self):
        """Delivered texts stay; a text of the whole company is its managers'."""
        if self.env.su:
            return
        for text in self:
            if not text.company_id:
                raise AccessError(
                    self.env._(
                        "“%(title)s” is delivered with the product; adapt it for your"
                        " company or estate.",
                        title=text.title,
                    )
                )
            if not text.estate_id:
                self.env.user._property_check_whole_company(text.company_id)
