from odoo import api, fields, models
from odoo.exceptions import ValidationError

DAY_OFF = "-"


class PropertyDutyPattern(models.Model):
    """轮班规律: shifts that follow one another day by day, again and again (DUT-39)."""

    _name = "property.duty.pattern"
    _description = "Shift Pattern"
    _inherit = ["property.estate.mixin"]
    _order = "estate_id, sequence, id"

    name = fields.Char(string="Pattern", required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    signs = fields.Char(
        string="Shifts in turn",
        required=True,
        help="Short signs of the shifts with blanks between, “-” for a day off: “A A B"
        " B - -” is two mornings, two evenings, two days off.",
    )
    step = fields.Integer(
        string="Next person begins later by",
        default=1,
        help="Days by which each further person is ahead in the pattern, so that the"
        " shifts of one day are covered by different people.",
    )

    # === Constraints ===

    @api.constrains("signs", "estate_id")
    def _check_signs(self):
        for pattern in self:
            pattern._property_shift_types()

    # === Business methods ===

    def _property_shift_types(self):
        """The shift types in turn; an empty one stands for a day off.

        :raise ValidationError: no shift of the estate has one of the signs
        """
        self.ensure_one()
        types = self.env["property.duty.shift.type"].search(
            [("estate_id", "=", self.estate_id.id)]
        )
        of_code = types.grouped("code")
        signs = (self.signs or "").split()
        unknown = [sign for sign in signs if sign != DAY_OFF and sign not in of_code]
        if unknown or not signs:
            raise ValidationError(
                self.env._(
                    "Pattern “%(pattern)s”: %(signs)s is no short sign of a shift of"
                    " estate “%(estate)s”; there are: %(known)s.",
                    pattern=self.name,
                    signs=", ".join(unknown) or "“ ”",
                    estate=self.estate_id.name,
                    known=", ".join(of_code) or "–",
                )
            )
        return [of_code.get(sign, types.browse()) for sign in signs]
