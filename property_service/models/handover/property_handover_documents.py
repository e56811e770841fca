from odoo import api, fields, models
from odoo.exceptions import UserError

DOCUMENT_KINDS = {
    "move_in": "move_in_documents",
    "move_out": "move_out_documents",
}
NAMED = 5  # missing papers named in one message


class PropertyHandover(models.Model):
    """The papers of a case: which are to sign, signed, collected, filed (MVI-04)."""

    _inherit = "property.handover"

    document_template_id = fields.Many2one(
        comodel_name="property.checklist.template",
        string="Document list",
        compute="_compute_document_template_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('kind_id.code', 'in', ('move_in_documents', 'move_out_documents'))]",
        help="The estate's list of papers; the sources have three (C16).",
    )
    document_checklist_id = fields.Many2one(
        comodel_name="property.checklist",
        string="Documents",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    document_missing_count = fields.Integer(
        string="Documents missing",
        related="document_checklist_id.missing_count",
        store=True,
        index=True,
    )

    @api.depends("unit_id", "kind")
    def _compute_document_template_id(self):
        templates = self.env["property.checklist.template"]
        groups = self.grouped(lambda handover: (handover.kind, handover.estate_id))
        for (kind, estate), handovers in groups.items():
            handovers.document_template_id = (
                templates._property_for(DOCUMENT_KINDS[kind], estate)
                if estate
                else templates
            )

    def action_open_documents(self):
        """Tick off the papers, on a phone as well."""
        self.ensure_one()
        return self.action_open_checklist("document_checklist_id")

    def _property_start_documents(self):
        """Copy the list of papers, with the words it has today."""
        template = self.document_template_id
        if template.kind_id.code != DOCUMENT_KINDS[self.kind]:
            raise UserError(
                self.env._(
                    "%(case)s: “%(template)s” is no list of papers for this case.",
                    case=self.display_name,
                    template=template.name,
                )
            )
        # The case names its list; nobody else may change it.
        self.sudo().document_checklist_id = template._property_start(
            self, name=f"{template.name} {self.display_name}"
        )

    def _property_file_documents(self):
        """What was signed or collected lies in the unit's file now."""
        checklist = self.document_checklist_id
        lines = checklist.line_ids.filtered(
            lambda line: line.doc_state in ("signed", "collected")
        )
        lines.write({"doc_state": "filed"})
        checklist._property_close()

    def _property_checklist_may_edit(self, checklist):
        """Papers may be brought later, until the case is archived."""
        return super()._property_checklist_may_edit(checklist) and self.state in (
            "in_progress",
            "completed",
        )

    def _property_missing_papers(self, step=None):
        """Mandatory lines without an answer; with a step, those due at it or before.

        The tag of a line names the step at which its paper must be there.
        """
        lines = self.document_checklist_id.line_ids.filtered("is_missing")
        if not step:
            return lines
        due = self.step_ids.filtered(lambda row: row.sequence <= step.sequence)
        return lines.filtered(lambda line: line.tag in due.mapped("code"))

    def _property_gates_documents(self, step):
        """The papers of this step; at the last one all of them (MVI-08)."""
        if self.kind == "move_in" and step == self.step_ids.sorted("sequence")[-1:]:
            return [self._property_gate_papers(overridable=True)]
        missing = self._property_missing_papers(step)
        return [("documents", not missing, self._property_papers_text(missing), True)]

    def _property_gate_papers(self, overridable):
        missing = self._property_missing_papers()
        return ("papers", not missing, self._property_papers_text(missing), overridable)

    def _property_papers_text(self, missing):
        names = missing.mapped("name")
        text = ", ".join(names[:NAMED])
        if len(names) > NAMED:
            text = self.env._(
                "%(names)s and %(count)s more", names=text, count=len(names) - NAMED
            )
        return self.env._("Documents missing: %(names)s", names=text)
