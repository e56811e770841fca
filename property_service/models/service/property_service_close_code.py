from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class PropertyServiceCloseCode(models.Model):
    """How a case may end (C5): solved or not, and who may say so."""

    _name = "property.service.close.code"
    _description = "Closing Code"
    _order = "sequence, id"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_satisfied = fields.Boolean(
        string="Customer satisfied", help="Counts as a satisfied customer."
    )
    is_unsolved = fields.Boolean(
        string="Cannot be handled",
        readonly=True,
        help="The matter itself stays unsolved; the manager says why (SLA-03).",
    )
    needs_reason = fields.Boolean(string="Reason needed")
    group_id = fields.Many2one(
        comodel_name="res.groups",
        string="Who may use it",
        index="btree_not_null",
        ondelete="restrict",
        help="Only this group closes with this code; empty: everybody at the desk.",
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")

    def _property_check_use(self, reason):
        """Refuse a code to those for whom it is not, or without its reason (SLA-03).

        :param str reason: what was written down
        :raise AccessError: the code is for another group
        :raise UserError: no code, or no reason where it is needed
        """
        if len(self) != 1:
            raise UserError(self.env._("Choose how the case ends."))
        # Groups are not for everybody to read; whose code it is, is no secret.
        group = self.sudo().group_id
        if group and group not in self.env.user.all_group_ids:
            raise AccessError(
                self.env._(
                    "“%(code)s” is for %(group)s only.",
                    code=self.name,
                    group=group.full_name,
                )
            )
        if self.needs_reason and not reason:
            raise UserError(
                self.env._("“%(code)s”: write down the reason.", code=self.name)
            )
