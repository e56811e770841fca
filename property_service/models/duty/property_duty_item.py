from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PropertyDutyItem(models.Model):
    """What lies at a post and is counted when shifts change (DUT-15, DUT-21).

    A key cabinet is such an item, too, with the copies inside by the ledger (KEY-06).
    """

    _name = "property.duty.item"
    _description = "Item at a Post"
    _order = "post_id, sequence, id"
    _check_company_auto = True

    post_id = fields.Many2one(
        comodel_name="property.duty.post",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="post_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="post_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    name = fields.Char(string="Item at the post", required=True)
    expected = fields.Integer(string="Number there should be", default=1, required=True)
    cabinet_id = fields.Many2one(
        comodel_name="property.key.cabinet",
        string="Key cabinet of the post",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('estate_id', '=', estate_id)]",
        help="The number is then that of the copies inside by the key ledger.",
    )

    _expected_counted = models.Constraint(
        "CHECK(expected >= 0)", "The number of an item cannot be negative."
    )

    @api.constrains("cabinet_id", "post_id")
    def _check_cabinet(self):
        for item in self:
            if item.cabinet_id and item.cabinet_id.estate_id != item.estate_id:
                raise ValidationError(
                    self.env._(
                        "%(item)s: choose a cabinet of estate “%(estate)s”.",
                        item=item.name,
                        estate=item.estate_id.name,
                    )
                )

    def _property_expected(self):
        """How many there should be now."""
        self.ensure_one()
        # How many keys hang there is no secret to who counts them.
        return self.sudo().cabinet_id.copies_in if self.cabinet_id else self.expected
