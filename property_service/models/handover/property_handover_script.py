from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

SUPERVISOR = "property_service.property_service_group_supervisor"
# Set by the buttons, never typed.
MOVED = {"state", "version", "published_on"}


class PropertyHandoverScript(models.Model):
    """入住统一答词: what all staff say to owners at move-in (MVI-06)."""

    _name = "property.handover.script"
    _description = "Answer Script for Move-in"
    _inherit = ["property.estate.mixin", "mail.thread"]
    _order = "estate_id, name, version desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    version = fields.Integer(readonly=True, default=1, copy=False)
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("published", "In force"),
            ("replaced", "Replaced"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    body = fields.Html(required=True, string="Questions and answers")
    published_on = fields.Datetime(string="In force since", readonly=True, copy=False)
    previous_id = fields.Many2one(
        comodel_name="property.handover.script",
        string="Version before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    staff_ids = fields.Many2many(
        comodel_name="property.staff",
        relation="property_handover_script_staff_rel",
        column1="script_id",
        column2="staff_id",
        string="Staff who must know it",
        check_company=True,
    )
    acknowledgement_ids = fields.One2many(
        comodel_name="property.handover.acknowledgement",
        inverse_name="script_id",
        string="Acknowledged",
        readonly=True,
        copy=False,
    )
    exercise_ids = fields.One2many(
        comodel_name="property.handover.exercise",
        inverse_name="script_id",
        string="Checks of mastery",
        copy=False,
    )
    missing_staff_ids = fields.Many2many(
        comodel_name="property.staff",
        string="Not acknowledged yet",
        compute="_compute_missing_staff_ids",
    )
    is_acknowledged = fields.Boolean(
        string="Acknowledged by me", compute="_compute_missing_staff_ids"
    )

    @api.depends("staff_ids", "acknowledgement_ids")
    @api.depends_context("uid")
    def _compute_missing_staff_ids(self):
        for script in self:
            users = script.acknowledgement_ids.user_id
            script.missing_staff_ids = script.staff_ids.filtered(
                lambda staff, users=users: staff.user_id not in users
            )
            script.is_acknowledged = self.env.user in users

    @api.depends("name", "version")
    def _compute_display_name(self):
        for script in self:
            script.display_name = f"{script.name or ''} V{script.version}"

    # === CRUD ===

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [{k: v for k, v in vals.items() if k not in MOVED} for vals in vals_list]
        )

    def write(self, vals):
        if not self.env.su:
            if MOVED & set(vals):
                raise AccessError(self.env._("A script is put in force by its button."))
            fixed = {"name", "body", "estate_id"} & set(vals)
            if fixed and any(script.state != "draft" for script in self):
                raise UserError(
                    self.env._("Staff have learnt this text; make a new version of it.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(script.state != "draft" for script in self):
            raise UserError(self.env._("A script that was in force stays."))

    # === Actions ===

    def action_publish(self):
        """Put in force, in place of the version before; staff acknowledge it anew."""
        self.ensure_one()
        self._property_require_supervisor()
        if self.state != "draft":
            raise UserError(
                self.env._("%(script)s is in force already.", script=self.display_name)
            )
        # Put in force and replaced by this button only.
        self.sudo().previous_id.state = "replaced"
        # As above.
        self.sudo().write({"state": "published", "published_on": fields.Datetime.now()})
        # Logins are not for every role to read.
        users = self.sudo().staff_ids.user_id
        if users:
            self.message_subscribe(users.partner_id.ids)
            self.message_post(
                body=self.env._("Please read it and acknowledge it here."),
                subtype_xmlid="mail.mt_comment",
            )
        return True

    def action_new_version(self):
        """A draft with the same text, to be changed and put in force."""
        self.ensure_one()
        self._property_require_supervisor()
        draft = self.search([("previous_id", "=", self.id)], limit=1)
        if not draft:
            draft = self.copy()
            # Versions are counted by this button only.
            draft.sudo().write({"version": self.version + 1, "previous_id": self.id})
        return draft.get_formview_action()

    def action_acknowledge(self):
        """I have read it and know what to say (MVI-06)."""
        self.ensure_one()
        self.check_access("read")
        if self.state != "published":
            raise UserError(
                self.env._("%(script)s is not in force.", script=self.display_name)
            )
        if not self.is_acknowledged:
            # Everybody acknowledges for himself, by this button only.
            self.env["property.handover.acknowledgement"].sudo().create(
                {"script_id": self.id, "user_id": self.env.uid}
            )
        return True

    def _property_require_supervisor(self):
        self.check_access("write")
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("Scripts are kept by supervisors."))
