from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.context import without_defaults

KINDS = [
    ("move_in", "Move-in"),
    ("move_out", "Move-out"),
    ("recheck", "Re-inspection"),
]
# What the steps set; nobody types it over.
MOVED = {
    "state",
    "name",
    "done_on",
    "done_by_id",
    "origin_id",
    "handover_id",
    "checklist_id",
}
# Kind of checklist of each kind of unit.
CHECKLISTS = {
    "home": "inspection_home",
    "shop": "inspection_shop",
    "office": "inspection_shop",
    "parking": "inspection_parking",
    "storage": "inspection_parking",
}


class PropertyInspection(models.Model):
    """一房一验: one unit looked over room by room and part by part (MVI-15)."""

    _name = "property.inspection"
    _description = "Unit Inspection"
    _inherit = [
        "property.checklist.single.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(
        string="Inspection number", readonly=True, copy=False, index=True
    )
    kind = fields.Selection(
        selection=KINDS, required=True, default="move_in", index=True, tracking=True
    )
    state = fields.Selection(
        selection=[
            ("draft", "Under way"),
            ("done", "Done"),
            ("cancelled", "Cancelled"),
        ],
        string="Status",
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    unit_id = fields.Many2one(
        comodel_name="property.unit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    estate_id = fields.Many2one(
        related="unit_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="unit_id.company_id", store=True, index=True, precompute=True
    )
    building_id = fields.Many2one(
        related="unit_id.building_id", store=True, index=True, precompute=True
    )
    handover_id = fields.Many2one(
        comodel_name="property.handover",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The case that this inspection belongs to.",
    )
    failed_count = fields.Integer(string="Failing items")
    date = fields.Date(
        string="Inspected on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
        index=True,
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Owner present",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Accompanied by",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        tracking=True,
    )
    participants = fields.Char(
        help="Who else took part, such as the developer's engineer (MVI-03)."
    )
    origin_id = fields.Many2one(
        comodel_name="property.inspection",
        string="Earlier inspection",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="The inspection that is looked at again, or the one at move-in.",
    )
    defect_ids = fields.One2many(
        comodel_name="property.defect", inverse_name="inspection_id", readonly=True
    )
    defect_count = fields.Integer(string="Defects", compute="_compute_defect_count")
    done_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Finished by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    done_on = fields.Datetime(string="Finished on", readonly=True, copy=False)
    note = fields.Text()

    _one_running = models.UniqueIndex(
        "(unit_id, kind) WHERE state = 'draft'",
        "This unit has an inspection of this kind under way already.",
    )

    @api.depends("name", "unit_id.code")
    def _compute_display_name(self):
        for inspection in self:
            parts = [inspection.name, inspection.unit_id.code]
            inspection.display_name = " ".join(part for part in parts if part)

    @api.depends("defect_ids")
    def _compute_defect_count(self):
        counts = dict(
            self.env["property.defect"]._read_group(
                [("inspection_id", "in", self.ids)], ["inspection_id"], ["__count"]
            )
        )
        for inspection in self:
            inspection.defect_count = counts.get(inspection, 0)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {key: value for key, value in vals.items() if key not in MOVED}
                for vals in vals_list
            ]
        plain = without_defaults(self, keep=set(self._fields) - MOVED)
        inspections = super(PropertyInspection, plain).create(vals_list)
        # Number and checklist are the process's, not the user's to write.
        inspections.sudo()._property_prepare()
        return inspections

    def write(self, vals):
        if not self.env.su:
            if MOVED & vals.keys():
                raise AccessError(
                    self.env._("An inspection moves by its buttons, step by step.")
                )
            fixed = {"unit_id", "kind", "date", "partner_id", "user_id", "participants"}
            if fixed & vals.keys() and any(row.state != "draft" for row in self):
                raise UserError(
                    self.env._(
                        "The inspection is finished; what was found stays as it is."
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_finished(self):
        if any(inspection.state != "draft" for inspection in self):
            raise UserError(
                self.env._("A finished inspection is evidence and cannot be deleted.")
            )

    # === Actions ===

    def action_finish(self):
        """Close the checklist: each failing line becomes an outstanding work."""
        self.ensure_one()
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "%(sheet)s has moved on; reload it.", sheet=self.display_name
                )
            )
        self.checklist_id._property_close()
        return True

    def action_cancel(self):
        """Give up an inspection that was not finished."""
        self.check_access("write")
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("Somebody else works on this inspection."))
        self.invalidate_recordset(["state"])
        if any(inspection.state != "draft" for inspection in self):
            raise UserError(
                self.env._("A finished inspection is evidence and cannot be cancelled.")
            )
        # write() refuses the status to every user: only these steps set it.
        self.sudo().state = "cancelled"
        return True

    def action_open_defects(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "property_service.property_defect_action"
        )
        action.pop("path", None)
        action["domain"] = [("inspection_id", "=", self.id)]
        action["context"] = {
            "default_unit_id": self.unit_id.id,
        }
        return action

    # === Checklist ===

    def _property_prepare(self):
        """Number, earlier inspection and checklist of new inspections."""
        sequences = self.env["ir.sequence"]
        code = "property.inspection"
        for inspection, number in sequences._property_numbered(self, code):
            inspection.name = number
        self._property_find_origins()
        templates = self.env["property.checklist.template"]
        groups = self.grouped(lambda row: (CHECKLISTS[row.unit_id.kind], row.estate_id))
        for (kind, estate), inspections in groups.items():
            checklists = templates._property_for(kind, estate)._property_start(
                inspections
            )
            for inspection, checklist in zip(inspections, checklists, strict=True):
                inspection.checklist_id = checklist
        self.filtered(lambda row: row.kind == "recheck")._property_keep_failed_lines()

    def _property_find_origins(self):
        """What is looked at again, or what the unit was like at move-in (MVO-01)."""
        finished = self.search(
            [
                ("unit_id", "in", self.unit_id.ids),
                ("state", "=", "done"),
                ("kind", "in", ("move_in", "recheck")),
            ],
            order="done_on desc, id desc",
        ).grouped("unit_id")
        for inspection in self:
            earlier = finished.get(inspection.unit_id, self.browse())
            if inspection.kind == "move_out":
                earlier = earlier.filtered(lambda row: row.kind == "move_in")
            elif inspection.kind == "move_in":
                earlier = self.browse()
            inspection.origin_id = earlier[:1]

    def _property_keep_failed_lines(self):
        """A re-inspection asks again only what had failed, and the signature."""
        for inspection in self.filtered("origin_id"):
            failed = inspection.origin_id.checklist_id.line_ids.filtered(
                lambda line: line.result == "fail"
            )
            keys = set(failed.template_line_id.ids)
            inspection.checklist_id.line_ids.filtered(
                lambda line, keys=keys: line.template_line_id.id not in keys
                and not line.needs_signature
            ).unlink()

    def _property_checklist_may_edit(self, checklist):
        """While under way; corrected afterwards until a defect was passed on."""
        self.ensure_one()
        moved = self.defect_ids.filtered(
            lambda row: row.state not in ("registered", "cancelled")
        )
        return self.has_access("write") and (
            self.state == "draft" or (self.state == "done" and not moved)
        )

    def _property_on_checklist_closed(self, checklist):
        """The result is fixed; failing lines enter the ledger of works (MVI-18)."""
        # write() refuses the status to every user: only these steps set it.
        self.sudo().write(
            {
                "state": "done",
                "done_on": fields.Datetime.now(),
                "done_by_id": self.env.uid,
            }
        )
        self._property_make_defects()

    # === Business methods ===

    @api.model
    def _property_start(self, unit, handover=None, kind=None):
        """The inspection under way for a unit, begun where there is none (MVI-15).

        :param handover: the case that it belongs to, if any; it names the kind
        :param kind: kind of inspection without a case, move-in by default
        :return: property.inspection
        """
        return self._property_start_all(unit, handover, kind)

    @api.model
    def _property_start_all(self, units, handovers=None, kind=None):
        """The same for many units before a delivery day, in a few queries."""
        cases = {case.unit_id: case for case in handovers or ()}
        kind = kind or (handovers[0].kind if handovers else "move_in")
        running = self.search(
            [
                ("unit_id", "in", units.ids),
                ("kind", "=", kind),
                ("state", "=", "draft"),
            ]
        )
        for inspection in running.filtered(lambda row: not row.handover_id):
            case = cases.get(inspection.unit_id)
            if case:
                # Begun before its case: the link is the process's to set.
                inspection.sudo().handover_id = case
        missing = units - running.unit_id
        self.check_access("create")
        # Case and number are not the user's to write; the right was checked above.
        return running | self.sudo().create(
            [
                {
                    "unit_id": unit.id,
                    "kind": kind,
                    "user_id": self.env.uid,
                    "handover_id": cases[unit].id if unit in cases else False,
                    "partner_id": self._property_person(unit, cases.get(unit)).id,
                }
                for unit in missing
            ]
        ).sudo(False)

    @api.model
    def _property_person(self, unit, case):
        """Who goes along: the case's person, else the first owner."""
        return (case and case.partner_id) or unit.owner_ids[:1]
