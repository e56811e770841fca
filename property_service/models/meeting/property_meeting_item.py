from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyMeetingItem(models.Model):
    """What somebody has agreed to do until a day (MTG-01)."""

    _name = "property.meeting.item"
    _description = "Agreed Action"
    _inherit = ["property.step.mixin"]
    _order = "deadline, id"

    meeting_id = fields.Many2one(
        comodel_name="property.meeting",
        required=True,
        index=True,
        ondelete="cascade",
    )
    estate_id = fields.Many2one(
        related="meeting_id.estate_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="meeting_id.company_id", store=True, index=True, precompute=True
    )
    name = fields.Char(string="Agreed to do", required=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who does it",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    deadline = fields.Date(string="Until", required=True)
    state = fields.Selection(
        selection=[("open", "To do"), ("done", "Done")],
        required=True,
        readonly=True,
        default="open",
        index=True,
        copy=False,
    )
    done_on = fields.Datetime(readonly=True, copy=False)

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items._property_check_open()
        return items

    def write(self, vals):
        self._property_check_open()
        result = super().write(vals)
        self._property_check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._property_check_open()

    def _property_step_fields(self):
        return {"state", "done_on"}

    # === Actions ===

    def action_done(self):
        for item in self:
            item._property_step("open")
            if item.user_id != self.env.user and not self.env.user.has_group(
                SUPERVISOR
            ):
                raise AccessError(
                    self.env._(
                        "“%(measure)s” is done by %(user)s.",
                        measure=item.name,
                        user=item.user_id.name,
                    )
                )
            item._property_set(state="done", done_on=fields.Datetime.now())
        return True

    # === Business methods ===

    def _property_check_open(self):
        """Closed minutes keep what was agreed; doing it is a step of its own."""
        if not self.env.su and self.meeting_id.filtered(lambda m: m.state == "held"):
            raise UserError(
                self.env._("The minutes are closed: what was agreed stays as it is.")
            )

    def _property_remind(self):
        for item in self:
            item.meeting_id.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=item.deadline,
                user_id=item.user_id.id,
                summary=item.name,
            )
