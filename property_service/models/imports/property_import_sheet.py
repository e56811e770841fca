from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ...workbook.cells import PARSERS
from ...workbook.layout import ColumnSpec, SheetSpec, normalize_header

CELL_TYPES = [(key, key) for key in (*PARSERS, "choice")]


class PropertyImportSheet(models.Model):
    """A kind of sheet that the workbook import understands.

    Sheets and columns are found by their headings; a manager adds the headings that
    the company's own workbooks use, without touching the delivered ones.
    """

    _name = "property.import.sheet"
    _description = "Import Sheet"
    _order = "sequence, id"

    code = fields.Char(required=True, readonly=True)
    kind = fields.Selection(
        selection=[
            ("archive", "Units, people and fees"),
            ("opening", "Opening balances"),
            ("request", "Customer messages"),
        ],
        required=True,
        readonly=True,
        default="archive",
    )
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    synonyms = fields.Char(string="Delivered names", readonly=True)
    own_synonyms = fields.Char(
        string="Own names", help="Further names of the sheet, separated by commas."
    )
    column_ids = fields.One2many(
        comodel_name="property.import.column", inverse_name="sheet_id"
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This sheet exists already.")

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def _property_spec(self):
        """The sheet as the recogniser wants it."""
        self.ensure_one()
        return SheetSpec(
            self.code,
            frozenset(_words(self.synonyms, self.own_synonyms, *_names(self))),
            [
                ColumnSpec(column.code, column._property_headings(), column.required)
                for column in self.column_ids
            ],
        )

    @api.model
    def _property_parsers(self):
        """(sheet code, column code) to (cell type, choices, multiple)."""
        return self._property_parsers_cached()

    @tools.ormcache()
    def _property_parsers_cached(self):
        return {
            (column.sheet_id.code, column.code): (
                column.cell_type,
                column._property_choices(),
                column.multiple,
            )
            for column in self.env["property.import.column"].search([])
        }


class PropertyImportColumn(models.Model):
    """A column of such a sheet, with its headings and the values that it knows."""

    _name = "property.import.column"
    _description = "Import Column"
    _order = "sheet_id, sequence, id"

    sheet_id = fields.Many2one(
        comodel_name="property.import.sheet",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    cell_type = fields.Selection(
        selection=CELL_TYPES, required=True, readonly=True, default="text"
    )
    required = fields.Boolean(readonly=True)
    multiple = fields.Boolean(
        readonly=True, help="One cell may hold several values, separated by #."
    )
    synonyms = fields.Char(string="Delivered headings", readonly=True)
    own_synonyms = fields.Char(
        string="Own headings",
        help="Further headings of the column, separated by commas.",
    )
    choices = fields.Text(string="Delivered values", readonly=True)
    own_choices = fields.Text(
        string="Own values",
        help="One line per value: the value as delivered, =, and your words for it"
        " separated by commas.",
    )
    help = fields.Char(translate=True)
    example = fields.Char()

    _code_uniq = models.Constraint(
        "UNIQUE(sheet_id, code)", "This sheet has this column already."
    )

    @api.constrains("own_choices")
    def _check_own_choices(self):
        for column in self:
            known = {key for key, _words in _choice_lines(column.choices)}
            for key, _words_of_key in _choice_lines(column.own_choices):
                if key not in known:
                    raise ValidationError(
                        self.env._(
                            "“%(column)s” knows no value “%(key)s”; use one of"
                            " %(known)s.",
                            column=column.name,
                            key=key,
                            known=", ".join(sorted(known)),
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def _property_headings(self):
        self.ensure_one()
        return frozenset(_words(self.synonyms, self.own_synonyms, *_names(self)))

    def _property_choices(self):
        """Synonym to key; the key itself is a synonym too."""
        self.ensure_one()
        choices = {}
        for text in (self.choices, self.own_choices):
            for key, words in _choice_lines(text):
                choices[key.lower()] = key
                choices.update({word.lower(): key for word in words})
        return choices

    def _property_choice_words(self):
        """The values of the column as people write them, for messages."""
        return ", ".join(words[0] for _key, words in _choice_lines(self.choices))


def _names(record):
    """The record's name in English and Chinese."""
    languages = record.env["res.lang"].get_installed()
    return [record.with_context(lang=code).name for code, _name in languages]


def _words(*texts):
    words = ",".join(text for text in texts if text).replace("，", ",").split(",")
    return {normalize_header(word) for word in words} - {""}


def _choice_lines(text):
    """(key, words) of each line ``key=word,word``."""
    for line in (text or "").splitlines():
        key, _equals, words = line.partition("=")
        words = [word.strip() for word in words.replace("，", ",").split(",")]
        if key.strip() and any(words):
            yield key.strip(), [word for word in words if word]
