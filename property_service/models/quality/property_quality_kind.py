from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

METHODS = [
    ("on_site", "Check on the spot"),
    ("simulation", "Simulation"),
    ("case", "Case sharing"),
    ("call", "Call sampling"),
    ("mystery", "Mystery customer"),
    ("question", "Questions to staff"),
    ("accompanied", "Accompanied visit"),
]


class PropertyQualityKind(models.Model):
    """What is checked: the desk on duty, a night, a control point, a call (QA-10).

    Each kind has a checklist, and estates may have lists of their own, such as one for
    a desk served standing and one served sitting (C20).
    """

    _name = "property.quality.kind"
    _description = "Kind of Quality Check"
    _order = "sequence, code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, readonly=True, copy=False)
    name = fields.Char(string="Quality check", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    method = fields.Selection(
        selection=METHODS, string="Usual method", required=True, default="on_site"
    )
    control_point_id = fields.Many2one(
        comodel_name="property.control.point",
        index="btree_not_null",
        ondelete="restrict",
    )
    needs_staff = fields.Boolean(
        string="Names the checked staff",
        default=True,
        help="A check of people says whom; a check of a place may say nobody.",
    )
    description = fields.Text(translate=True, help="What to look at, and why.")
    template_ids = fields.One2many(
        comodel_name="property.checklist.template",
        inverse_name="quality_kind_id",
        string="Checklists",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")

    @api.model_create_multi
    def create(self, vals_list):
        """A kind that a manager adds needs no code of the product's."""
        kinds = super().create(
            [
                {"code": "/", **vals} if self.env.su else {**vals, "code": "/"}
                for vals in vals_list
            ]
        )
        for kind in kinds.filtered(lambda kind: kind.code == "/"):
            kind.code = f"own_{kind.id}"
        return kinds

    def _property_template(self, estate):
        """The list by which this kind is checked in an estate.

        :raise UserError: when there is none
        """
        self.ensure_one()
        template = self.env["property.checklist.template"]._property_best(
            Domain("quality_kind_id", "=", self.id), estate
        )
        if not template:
            raise UserError(
                self.env._(
                    "“%(kind)s” has no checklist for %(estate)s. A manager adds one"
                    " under Configuration › Checklist templates.",
                    kind=self.name,
                    estate=estate.name,
                )
            )
        return template
