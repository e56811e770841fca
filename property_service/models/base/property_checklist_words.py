from odoo import api, fields, models
from odoo.exceptions import ValidationError

ANSWER_TYPES = [
    ("confirm", "Confirm"),
    ("pass_fail", "Pass or fail"),
    ("document", "Paper"),
    ("measure", "Measure"),
    ("text", "Text"),
]
DOC_STATES = [
    ("to_sign", "To sign"),
    ("signed", "Signed"),
    ("collected", "Collected"),
    ("filed", "Filed"),
]
# What a filled checklist copies from its template, in every language.
COPIED_TEXTS = ("name", "section", "help")
COPIED_VALUES = (
    "sequence",
    "code",
    "answer_type",
    "is_mandatory",
    "needs_photo",
    "needs_signature",
    "doc_target",
    "measure_min",
    "measure_max",
    "measure_uom",
    "tag",
)


class PropertyChecklistWords(models.AbstractModel):
    """One question: the same words on the template and on the filled checklist."""

    _name = "property.checklist.words"
    _description = "Question of a Checklist"

    sequence = fields.Integer(default=10)
    section = fields.Char(
        translate=True, help="Heading under which the line stands, such as a room."
    )
    name = fields.Char(string="Checked item", required=True, translate=True)
    code = fields.Char(help="Fixed name by which the area finds the line.")
    answer_type = fields.Selection(
        selection=ANSWER_TYPES, required=True, default="pass_fail"
    )
    is_mandatory = fields.Boolean(string="Mandatory", default=True)
    needs_photo = fields.Boolean(string="Needs photo")
    needs_signature = fields.Boolean(string="Needs signature")
    doc_target = fields.Selection(
        selection=[state for state in DOC_STATES if state[0] != "to_sign"],
        string="Document complete when",
        default="collected",
        required=True,
    )
    measure_min = fields.Float(string="From", digits=(16, 3))
    measure_max = fields.Float(
        string="Up to",
        digits=(16, 3),
        help="A measure outside the limits fails. Both 0: no limits; an upper limit"
        " below the lower one does not count.",
    )
    measure_uom = fields.Char(string="Unit of measure")
    help = fields.Text(translate=True, help="How to check it, shown to who fills it.")
    tag = fields.Char(help="Mark for the area, such as the warranty class.")

    @api.constrains("measure_min", "measure_max", "answer_type", "measure_uom")
    def _check_measure_uom(self):
        for line in self:
            if line.answer_type == "measure" and not line.measure_uom:
                raise ValidationError(
                    self.env._(
                        "%(line)s: a measure needs its unit, such as mm or °C.",
                        line=line.name,
                    )
                )

    def _property_in_range(self, value):
        """Whether a measure keeps within the limits."""
        self.ensure_one()
        low, high = self.measure_min, self.measure_max
        if not low and not high:
            return True
        return value >= low and (high < low or value <= high)
