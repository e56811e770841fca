from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

STEP_CARD = Markup(
    '<div class="border rounded p-2 %(style)s" style="flex: 1 1 0; min-width: 6.5rem">'
    '<div class="fw-bold"><i class="fa %(icon)s me-1"/>%(number)s %(name)s</div>'
    '<div class="small">%(detail)s</div></div>'
)


class PropertyHandover(models.Model):
    """What the desk sees with an owner waiting: where the case stands, what next."""

    _inherit = "property.handover"

    step_summary = fields.Html(
        string="Steps in a row", compute="_compute_step_summary", sanitize=False
    )
    next_label = fields.Char(string="Next", compute="_compute_step_summary")
    step_progress = fields.Char(string="Progress", compute="_compute_step_summary")

    @api.depends("step_ids.state", "state")
    @api.depends_context("lang", "tz")
    def _compute_step_summary(self):
        for handover in self:
            steps = handover.step_ids.sorted("sequence")
            done = steps.filtered(lambda step: step.state == "done")
            following = handover._property_next_step() if steps else steps
            handover.step_progress = f"{len(done)}/{len(steps)}" if steps else ""
            handover.next_label = handover._property_next_label(following)
            cards = [
                STEP_CARD % handover._property_card(step, following) for step in steps
            ]
            handover.step_summary = (
                Markup('<div class="d-flex flex-wrap gap-2">%s</div>')
                % Markup().join(cards)
                if cards
                else False
            )

    def _property_next_label(self, following):
        if self.state == "draft":
            return self.env._("The owner is here: start")
        if self.state in ("archived", "cancelled"):
            return False
        if following:
            return self.env._("Done: %(step)s", step=following.type_id.name)
        return self.env._("Papers complete: archive")

    def _property_card(self, step, following):
        """One step of the row: done by whom and when, what is next, what waits."""
        values = {"number": step.sequence, "name": step.type_id.name}
        if step.state == "done":
            when = fields.Datetime.context_timestamp(self, step.done_on)
            who = f"{step.done_by_id.name} {when:%m-%d %H:%M}"
            style, icon = "bg-success-subtle", "fa-check-circle text-success"
            return {**values, "style": style, "icon": icon, "detail": who}
        if step == following and self.state in ("in_progress", "completed"):
            detail = step.type_id.description or ""
            style, icon = "bg-primary-subtle border-primary", "fa-arrow-circle-right"
            return {**values, "style": style, "icon": icon, "detail": detail}
        detail = self.env._("To do")
        return {
            **values,
            "style": "text-muted",
            "icon": "fa-circle-o",
            "detail": detail,
        }

    # === Actions ===

    def action_papers_here(self):
        """All papers of the present step lie on the desk: one press for all of them.

        Each line is stamped with who said so, as if ticked by itself (MVI-04).
        """
        self.ensure_one()
        self._property_require_desk()
        self._property_lock("in_progress", "completed")
        step = self._property_next_step()
        lines = self._property_missing_papers(step or None).filtered(
            lambda line: line.answer_type == "document"
            and not line.needs_photo
            and not line.needs_signature
        )
        if not lines:
            raise UserError(
                self.env._(
                    "%(case)s: nothing is missing that can be ticked here; open the"
                    " list of documents.",
                    case=self.display_name,
                )
            )
        for line in lines:
            line.doc_state = line.doc_target
        return True

    def action_override_gate(self):
        """For the step that a button names, else for the next one."""
        action = super().action_override_gate()
        step = self.env.context.get("property_handover_step")
        if step:
            action["context"] = {**action["context"], "property_handover_step": step}
        return action

    def action_view_history(self):
        """Earlier handovers of the unit."""
        self.ensure_one()
        return self.unit_id.action_open_handovers()
