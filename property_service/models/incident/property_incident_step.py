from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..service.helpdesk_ticket import SEVERITIES
from ..service.property_service_escalation_level import TO_LEVELS

MEANS = [("message", "Inbox message"), ("email", "E-mail"), ("call", "Telephone call")]


class PropertyIncidentStep(models.Model):
    """A step of the notification chain: who, after how long, by what means.

    EMG-07: the manager puts it on record and informs top management. EMG-10 and
    DUT-25: what is major goes to the centre manager at once.
    """

    _name = "property.incident.step"
    _description = "Step of the Notification Chain"
    _inherit = ["property.shared.setting"]
    _order = "sequence, id"
    _rec_name = "to_text"
    _rec_names_search = ["user_id", "type_id"]

    sequence = fields.Integer(default=10)
    type_id = fields.Many2one(
        comodel_name="property.incident.type",
        string="For incidents of type",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: for every type.",
    )
    severity = fields.Selection(
        selection=SEVERITIES,
        string="For the severity",
        help="Empty: for every severity.",
    )
    to_kind = fields.Selection(
        selection=[
            ("level", "Level of the estate"),
            ("post", "All of a post"),
            ("user", "Person with a login"),
        ],
        string="Kind of recipient",
        required=True,
        default="level",
    )
    to_level = fields.Selection(selection=TO_LEVELS, string="Level told")
    post = fields.Selection(
        selection=lambda self: self.env["property.staff"]._selection_post()
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Person told",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("share", "=", False)],
    )
    to_text = fields.Char(string="Is told", compute="_compute_to_text")
    minutes = fields.Integer(
        string="After (minutes)",
        help="0: at once; with “when on record”, 0 waits for the record alone.",
    )
    is_on_record = fields.Boolean(
        string="When on record",
        help="As soon as the manager has put the incident on record (EMG-07), or after"
        " the minutes, whatever is earlier.",
    )
    means = fields.Selection(
        selection=MEANS,
        string="Means of telling",
        required=True,
        default="message",
        help="A call is made by the desk, which ticks it off.",
    )
    estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_incident_step_estate_rel",
        column1="step_id",
        column2="estate_id",
        string="Estates",
        help="Empty: every estate.",
    )

    _minutes_positive = models.Constraint(
        "CHECK(minutes >= 0)", "Minutes cannot be negative."
    )

    @api.depends("to_kind", "to_level", "post", "user_id")
    @api.depends_context("lang")
    def _compute_to_text(self):
        levels = dict(self._fields["to_level"]._description_selection(self.env))
        posts = dict(self._fields["post"]._description_selection(self.env))
        for step in self:
            step.to_text = {
                "level": levels.get(step.to_level),
                "post": posts.get(step.post),
                "user": step.user_id.name,
            }.get(step.to_kind)

    @api.constrains("to_kind", "to_level", "post", "user_id")
    def _check_target(self):
        for step in self:
            missing = {
                "level": not step.to_level,
                "post": not step.post,
                "user": not step.user_id,
            }
            if missing[step.to_kind]:
                raise ValidationError(
                    self.env._("Say who is told by the step of the chain.")
                )

    def _property_users(self, estate):
        """Users of an estate whom this step tells; nobody where nobody works."""
        self.ensure_one()
        if self.to_kind == "level":
            return estate._property_level_user(self.to_level)
        if self.to_kind == "user":
            return self.user_id.filtered("active")
        # Posts of colleagues, whoever reports.
        staff = self.env["property.staff"].sudo()
        found = staff.search(
            [("post", "=", self.post), ("estate_ids", "in", estate.ids)]
        )
        return found.user_id.filtered("active")
