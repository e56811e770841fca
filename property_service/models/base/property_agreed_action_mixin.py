from odoo import api, fields, models
from odoo.exceptions import AccessError

SUPERVISOR = "property_service.property_service_group_supervisor"


class PropertyAgreedActionMixin(models.AbstractModel):
    """What somebody does until a day, agreed in a document that is closed later.

    A concrete model says which document that is, and refuses changes once it is closed.
    Doing it is a step of its own, which stays possible then (MTG-01, EMG-08).
    """

    _name = "property.agreed.action.mixin"
    _description = "Agreed Action"
    _inherit = ["property.step.mixin"]
    _order = "deadline, id"

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
        actions = super().create(vals_list)
        actions._property_check_open()
        return actions

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

    # === Hooks ===

    def _property_document(self):
        """The document, which has activities, in which it was agreed."""
        raise NotImplementedError

    def _property_check_open(self):
        """Refuse a change where the document is closed.

        :raise UserError: it is
        """
        raise NotImplementedError

    # === Actions ===

    def action_done(self):
        """Done by who has to do it, or confirmed by a supervisor."""
        for action in self:
            action._property_step("open")
            if action.user_id != self.env.user and not self.env.user.has_group(
                SUPERVISOR
            ):
                raise AccessError(
                    self.env._(
                        "“%(measure)s” is done by %(user)s.",
                        measure=action.name,
                        user=action.user_id.name,
                    )
                )
            action._property_set(state="done", done_on=fields.Datetime.now())
        return True

    # === Business methods ===

    def _property_remind(self):
        """A to-do for each one who has to do something."""
        for action in self:
            action._property_document().activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=action.deadline,
                user_id=action.user_id.id,
                summary=action.name,
            )
