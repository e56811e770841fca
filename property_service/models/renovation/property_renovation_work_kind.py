from odoo import api, fields, models
from odoo.exceptions import UserError

CATEGORIES = [
    ("ordinary", "Ordinary"),
    ("method", "Method needed"),
    ("design", "Design needed"),
    ("approval", "Approval by an authority"),
    ("prohibited", "Prohibited"),
]


class PropertyRenovationWorkKind(models.Model):
    """A kind of work with what the law asks for it (110号令 §5 to §9)."""

    _name = "property.renovation.work.kind"
    _description = "Kind of Renovation Work"
    _order = "sequence, code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    category = fields.Selection(
        selection=CATEGORIES, required=True, default="ordinary", index=True
    )
    authority = fields.Char(
        translate=True, help="Who gives the approval, for works of 110号令 §6."
    )
    touches_waterproofing = fields.Boolean(
        help="Needs a water-tightness test before acceptance (110号令 §8)."
    )
    touches_structure = fields.Boolean(
        help="Needs the structural design of a qualified designer (110号令 §14)."
    )
    needs_qualified_firm = fields.Boolean(
        help="Only a firm with a valid qualification may do it (110号令 §9)."
    )
    legal_basis = fields.Char(help="Clause that says so.")

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.env["property.renovation.work"].search_count(
            [("kind_id", "in", self.ids)], limit=1
        ):
            raise UserError(
                self.env._("Kinds of work that renovations name stay; archive them.")
            )
