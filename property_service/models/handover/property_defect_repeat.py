from odoo import api, fields, models


class PropertyDefect(models.Model):
    """The same part of the same unit again after it was repaired."""

    _inherit = "property.defect"

    repeat_of_id = fields.Many2one(
        comodel_name="property.defect",
        string="Repeats",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The latest closed work on the same part of this unit.",
    )
    repeat_number = fields.Integer(
        string="Times before",
        readonly=True,
        copy=False,
        help="How often this part of the unit was repaired and closed before.",
    )
    fail_count = fields.Integer(
        string="Failed re-inspections",
        readonly=True,
        copy=False,
        help="How often the repair was not accepted.",
    )
    is_repeat = fields.Boolean(compute="_compute_is_repeat", search="_search_is_repeat")

    @api.depends("repeat_of_id", "fail_count")
    def _compute_is_repeat(self):
        for defect in self:
            defect.is_repeat = bool(defect.repeat_of_id or defect.fail_count)

    def _search_is_repeat(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = fields.Domain("repeat_of_id", "!=", False)
        domain |= fields.Domain("fail_count", ">", 0)
        return domain if True in value else ~domain

    def _property_find_repeats(self):
        """Link each new defect with what was repaired there before."""
        before = self.search(
            [
                ("unit_id", "in", self.unit_id.ids),
                ("part_key", "in", list(set(self.mapped("part_key")))),
                ("state", "=", "closed"),
            ],
            order="id",
        ).grouped(lambda row: (row.unit_id, row.part_key))
        for defect in self:
            earlier = before.get((defect.unit_id, defect.part_key))
            if earlier:
                defect.repeat_of_id = earlier[-1]
                defect.repeat_number = len(earlier)
