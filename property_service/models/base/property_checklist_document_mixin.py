from odoo import api, models
from odoo.exceptions import UserError


class PropertyChecklistDocumentMixin(models.AbstractModel):
    """A document whose process fills checklists.

    How to use it::

        class PropertyInspection(models.Model):
            _inherit = ["property.checklist.single.mixin"]  # or fields of its own

            def action_start(self):
                templates = self.env["property.checklist.template"]
                template = templates._property_for("inspection", self.estate_id)
                self.sudo().checklist_id = template._property_start(self)

            def _property_on_checklist_closed(self, checklist):
                ...  # make defects of the failed lines

    The document alone says who may answer and when; the checklist says whether it is
    complete.
    """

    _name = "property.checklist.document.mixin"
    _description = "Document with Checklists"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed_checklist(self):
        checklists = self._property_checklists()
        closed = checklists.filtered(lambda checklist: checklist.state == "closed")
        if closed:
            raise UserError(
                self.env._(
                    "%(document)s has a closed checklist and is kept; cancel it.",
                    document=closed[0]._property_document().display_name,
                )
            )

    def unlink(self):
        checklists = self._property_checklists()
        result = super().unlink()
        checklists.unlink()
        return result

    # === Hooks ===

    def _property_checklist_estate(self):
        """Estate of the checklist."""
        self.ensure_one()
        return self["estate_id"]

    def _property_checklist_may_edit(self, checklist):
        """Whether the user may answer this checklist now; asked at every answer.

        Open or closed is the checklist's own matter. It is asked at reopening too: say
        no when the document is past the step.
        """
        self.ensure_one()
        return self.has_access("write")

    def _property_on_checklist_closed(self, checklist):
        """Called once when one of the document's checklists is closed."""

    # === Business methods ===

    def _property_checklists(self):
        """All checklists of these documents."""
        # Deleting or counting asks for all of them; what is in them stays ruled.
        return (
            self.env["property.checklist"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "in", self.ids)])
        )

    def action_open_checklist(self, field_name=None):
        """Open a checklist for filling.

        :param str field_name: Many2one of the document; a button may give it as
            ``context="{'property_checklist_field': '…'}"``. By default the first of
            the document's checklists that is open, else the last one.
        """
        self.ensure_one()
        field_name = field_name or self.env.context.get("property_checklist_field")
        if field_name:
            field = self._fields.get(field_name)
            if not field or field.comodel_name != "property.checklist":
                raise UserError(
                    self.env._("%(field)s names no checklist.", field=field_name)
                )
            checklist = self[field_name]
        else:
            checklists = self._property_checklists().sudo(self.env.su).sorted("id")
            is_open = checklists.filtered(lambda checklist: checklist.state == "open")
            checklist = is_open[:1] or checklists[-1:]
        if not checklist:
            raise UserError(
                self.env._(
                    "%(document)s has no checklist yet.", document=self.display_name
                )
            )
        return checklist._property_fill_action()
