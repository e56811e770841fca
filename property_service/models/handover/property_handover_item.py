from odoo import api, fields, models
from odoo.exceptions import UserError

from .property_handover_item_kind import ITEM_KINDS

# Set by handing over and taking back, never typed.
MOVED = {"state", "issue_id", "moved_on", "moved_by_id"}


class PropertyHandoverItem(models.Model):
    """A key, card or other item handed over or taken back, signed for (KEY-04).

    The signature stands on the key register's list (``property.key.issue``), which
    moves the copies of the key sets among the lines.
    """

    _name = "property.handover.item"
    _description = "Item of a Handover"
    _order = "handover_id, sequence, id"
    _check_company_auto = True

    handover_id = fields.Many2one(
        comodel_name="property.handover", required=True, index=True, ondelete="cascade"
    )
    estate_id = fields.Many2one(
        related="handover_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="handover_id.company_id", store=True, index=True, precompute=True
    )
    unit_id = fields.Many2one(related="handover_id.unit_id")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(selection=ITEM_KINDS, required=True, default="key")
    key_set_id = fields.Many2one(
        comodel_name="property.key.set",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('unit_id', '=', unit_id)]",
        help="The set of the key register; empty for items that it does not know.",
    )
    name = fields.Char(
        string="Item",
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    number = fields.Char(help="Number of the card or key.")
    quantity = fields.Integer(required=True, default=1)
    state = fields.Selection(
        selection=[
            ("waiting", "To be handed over"),
            ("issued", "Handed over"),
            ("returned", "Given back"),
            ("missing", "Missing"),
        ],
        string="Status",
        required=True,
        default="waiting",
        readonly=True,
        copy=False,
        index=True,
    )
    issue_id = fields.Many2one(
        comodel_name="property.key.issue",
        string="Signed list",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    moved_on = fields.Datetime(string="Handed over on", readonly=True, copy=False)
    moved_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Handed over by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    note = fields.Char()

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "At least one piece is handed over."
    )

    @api.depends("key_set_id")
    def _compute_name(self):
        for item in self:
            item.name = item.name or item.key_set_id.name

    @api.model_create_multi
    def create(self, vals_list):
        clean = [
            {k: v for k, v in vals.items() if k not in MOVED} for vals in vals_list
        ]
        items = super().create(clean)
        items.handover_id._property_check_lines_open()
        return items

    def write(self, vals):
        if not self.env.su:
            if MOVED & set(vals):
                raise UserError(
                    self.env._("Items are handed over with a signature, by the button.")
                )
            if set(vals) - {"note"} and any(item.state != "waiting" for item in self):
                raise UserError(self.env._("What is signed for stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_moved(self):
        if any(item.state != "waiting" for item in self):
            raise UserError(self.env._("What is signed for stays as it is."))
        self.handover_id._property_check_lines_open()

    def action_missing(self):
        """Moving out: an item is gone; why stands in the remark (MVO-01)."""
        for item in self:
            case = item.handover_id
            case._property_require_desk()
            case._property_lock("in_progress", "completed")
            if case.kind != "move_out" or item.state != "waiting":
                raise UserError(
                    self.env._("%(item)s is not awaited back.", item=item.name)
                )
            if not (item.note or "").strip():
                raise UserError(
                    self.env._(
                        "%(item)s: enter in the remark why it is missing.",
                        item=item.name,
                    )
                )
            # Items are moved by the case alone.
            item.sudo().write(
                {
                    "state": "missing",
                    "moved_on": fields.Datetime.now(),
                    "moved_by_id": self.env.uid,
                }
            )
        return True

    def _property_prepare_issue_lines(self):
        return [
            {
                "set_id": item.key_set_id.id,
                "name": " ".join(filter(None, [item.name, item.number])),
                "copies": item.quantity,
                "note": item.note,
            }
            for item in self
        ]
