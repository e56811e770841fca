from odoo import api, fields, models
from odoo.exceptions import UserError

# Lines of the file that apply only to some renovations, by their tag.
CONDITIONAL = ("consent", "structure", "authority", "design", "method", "contractor")
CONDITIONAL += ("qualification", "construction_permit")
# In which states each checklist may be filled.
FILLED_IN = {
    "file_checklist_id": ("documents",),
    "agreement_checklist_id": ("agreement",),
    "quality_checklist_id": ("agreement", "payment"),
    "entry_checklist_id": ("payment",),
    "acceptance_checklist_id": ("acceptance",),
    "recheck_checklist_id": ("recheck",),
}
KINDS = {
    "file_checklist_id": "renovation_file",
    "agreement_checklist_id": "renovation_agreement",
    "quality_checklist_id": "renovation_quality",
    "entry_checklist_id": "renovation_entry",
    "acceptance_checklist_id": "renovation_acceptance",
    "recheck_checklist_id": "renovation_recheck",
}


def checklist_field(string):
    return fields.Many2one(
        comodel_name="property.checklist",
        string=string,
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )


class PropertyRenovation(models.Model):
    """The file of a renovation: its checklists, step by step (REN-04 to REN-16)."""

    _inherit = "property.renovation"

    file_checklist_id = checklist_field("Renovation file")
    agreement_checklist_id = checklist_field("Agreement")
    quality_checklist_id = checklist_field("Quality confirmation")
    entry_checklist_id = checklist_field("Inspection before entry")
    acceptance_checklist_id = checklist_field("Completion acceptance")
    recheck_checklist_id = checklist_field("Second check")
    file_missing_count = fields.Integer(
        related="file_checklist_id.missing_count", string="Missing in the file"
    )
    current_checklist_id = fields.Many2one(
        comodel_name="property.checklist",
        string="To fill in now",
        compute="_compute_current_checklist_id",
    )
    second_checklist_id = fields.Many2one(
        comodel_name="property.checklist",
        string="To fill in as well",
        compute="_compute_current_checklist_id",
    )

    # === Computes ===

    @api.depends("state", *(f"{name}.state" for name in FILLED_IN))
    def _compute_current_checklist_id(self):
        """What the desk fills in at this step: one button leads to it."""
        for renovation in self:
            open_lists = self.env["property.checklist"]
            for name, states in FILLED_IN.items():
                checklist = renovation[name]
                if renovation.state in states and checklist.state == "open":
                    open_lists |= checklist
            renovation.current_checklist_id = open_lists[:1]
            renovation.second_checklist_id = open_lists[1:2]

    # === Actions ===

    def action_start_documents(self):
        """Take the application: from here the file is put together (REN-05)."""
        self.ensure_one()
        self._property_require_desk()
        self._property_step("draft")
        self._property_check_gates("documents")
        self._property_move("documents")
        self._property_start_checklist("file_checklist_id")
        self._property_apply_conditions()
        return True

    def action_fill_checklist(self):
        self.ensure_one()
        return self.action_open_checklist("current_checklist_id")

    def action_fill_second_checklist(self):
        self.ensure_one()
        return self.action_open_checklist("second_checklist_id")

    # === Hooks of the checklists ===

    def _property_checklist_estate(self):
        return self.estate_id

    def _property_checklist_may_edit(self, checklist):
        """Only the checklist of the present step, by the desk."""
        self.ensure_one()
        states = next(
            (FILLED_IN[name] for name in FILLED_IN if self[name] == checklist), ()
        )
        return self.state in states and self.has_access("write")

    # === Gates ===

    def _property_gates_application(self):
        self.ensure_one()
        gates = self._property_gates_works()
        dates = bool(self.date_start and self.date_end)
        return [
            (
                "owner",
                bool(self.owner_id),
                self.env._("Enter the owner who answers for the unit (110号令 §13)."),
                False,
            ),
            (
                "dates",
                dates,
                self.env._("Enter the planned start and end."),
                False,
            ),
            # The prohibited ones are refused at the door, papers may follow.
            *[gate for gate in gates if gate[0] in ("works", "prohibited")],
        ]

    def _property_gate_checklist(self, name, message):
        checklist = self[name]
        return (
            KINDS[name],
            checklist.state == "closed"
            or bool(checklist)
            and not checklist.missing_count,
            message,
            False,
        )

    def _property_gate_file(self):
        """The file is complete (110号令 §14): every mandatory line has its paper."""
        self.ensure_one()
        missing = self.file_checklist_id._property_missing_lines()
        return self._property_gate_checklist(
            "file_checklist_id",
            self.env._(
                "The file lacks: %(lines)s.", lines="、".join(missing.mapped("name"))
            ),
        )

    def _property_gate_drawing(self):
        drawings = self.drawing_ids._property_latest().filtered("attachment_ids")
        return (
            "drawing",
            bool(drawings),
            self.env._("Hand in the drawings as files (REN-11)."),
            True,
        )

    # === Business methods ===

    def _property_start_checklist(self, name):
        """A new checklist of this step; earlier ones stay on file."""
        self.ensure_one()
        templates = self.env["property.checklist.template"]
        template = templates._property_for(KINDS[name], self.estate_id)
        checklist = template._property_start(self)
        # Which checklist counts is set by the steps only.
        self.sudo()[name] = checklist
        return checklist

    def _property_finish_checklist(self, name):
        """Freeze what is complete, so that a step takes one press."""
        checklist = self[name]
        if not checklist:
            raise UserError(
                self.env._("%(name)s has no checklist yet.", name=self.display_name)
            )
        if checklist.state == "open":
            checklist._property_close()

    def _property_conditions(self):
        """Which conditional lines of the file apply to these works.

        :return: dict of tag to (applies, why not)
        """
        self.ensure_one()
        categories = set(self._property_live_works().mapped("category"))
        no_work = self.env._("no such work")
        return {
            "consent": (
                not self.is_owner_applicant,
                self.env._("the owner applies in person"),
            ),
            "structure": (self.touches_structure, no_work),
            "authority": ("approval" in categories, no_work),
            "design": ("design" in categories, no_work),
            "method": ("method" in categories, no_work),
            "contractor": (
                bool(self.contractor_id),
                self.env._("the owner does the work without a firm"),
            ),
            "qualification": (self.needs_qualified_firm, no_work),
            "construction_permit": (
                self.needs_construction_permit,
                self.env._("below the limits"),
            ),
        }

    def _property_apply_conditions(self):
        """Conditional lines follow from works, applicant and contractor."""
        for renovation in self:
            checklist = renovation.file_checklist_id
            if not checklist or checklist.state != "open":
                continue
            conditions = renovation._property_conditions()
            # What does not apply is the server's answer, whoever changes the works.
            for line in checklist.sudo().line_ids.filtered("tag"):
                applies, why_not = conditions.get(line.tag, (True, ""))
                if not applies and line.result != "na":
                    line.write({"result": "na", "note": why_not})
                elif applies and line.result == "na":
                    line.write({"result": False, "note": False})
