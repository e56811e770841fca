from odoo import fields, models


class PropertyPersonSecret(models.Model):
    """The clear identity number of a person, apart from everything that lists people.

    No group has any right on this model: only ``property.person`` reaches it, on
    behalf of a user whose right it has checked and whose access it has logged.
    """

    _name = "property.person.secret"
    _description = "Identity Number"
    _rec_name = "person_id"

    person_id = fields.Many2one(
        comodel_name="property.person", required=True, index=True, ondelete="cascade"
    )
    number = fields.Char(required=True, groups=fields.NO_ACCESS)

    _person_uniq = models.Constraint(
        "UNIQUE(person_id)", "A person has one identity number."
    )
