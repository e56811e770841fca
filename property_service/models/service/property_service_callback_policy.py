import hashlib
import secrets

from odoo import fields, models

CALLERS = [
    ("first_contact", "First-contact person"),
    ("agent", "Area agent"),
    ("team", "Whoever is free at the desk"),
]


class PropertyServiceCallbackPolicy(models.Model):
    """Which closed requests are called back, how many, by whom, how soon (C6, C7).

    The first line that holds for a request decides.
    """

    _name = "property.service.callback.policy"
    _description = "Callback Policy"
    _inherit = ["property.service.rule"]

    share = fields.Float(
        string="Share (%)",
        required=True,
        default=100.0,
        digits=(16, 2),
        help="Percent of the closed requests that are called back; which ones, nobody"
        " can tell beforehand.",
    )
    caller = fields.Selection(
        selection=CALLERS, string="Who calls", required=True, default="first_contact"
    )
    reopens = fields.Boolean(
        string="Reopens when not satisfied",
        default=True,
        help="A customer who is not satisfied has the case taken up again (SLA-11);"
        " otherwise a follow-up request is made.",
    )
    ends_request = fields.Boolean(
        string="Ends in “Called back”",
        default=True,
        help="A request whose customer was called back goes one step further"
        " (SRV-36, CMP-35).",
    )
    question_ids = fields.Many2many(
        comodel_name="property.service.question",
        relation="property_service_policy_question_rel",
        column1="policy_id",
        column2="question_id",
        string="Questions",
        help="Empty: all questions.",
    )
    channel_ids = fields.Many2many(
        comodel_name="helpdesk.ticket.channel",
        relation="property_service_policy_channel_rel",
        column1="policy_id",
        column2="channel_id",
        string="Channels",
        help="Empty: every channel.",
    )
    estate_ids = fields.Many2many(
        comodel_name="property.estate",
        relation="property_service_policy_estate_rel",
        column1="policy_id",
        column2="estate_id",
        string="Estates",
        help="Empty: every estate.",
    )
    seed = fields.Char(
        default=lambda self: secrets.token_hex(16),
        copy=False,
        readonly=True,
        groups="base.group_system",
        help="Decides which requests belong to the share.",
    )

    _unit_known = models.Constraint(
        "CHECK(unit != 'rings')", "A callback is not due in rings."
    )
    _share_percent = models.Constraint(
        "CHECK(share >= 0 AND share <= 100)", "A share lies between 0 and 100 %."
    )

    # === Business methods ===

    def _property_takes(self, ticket):
        """Whether a request belongs to the share that is called back.

        The same request gives the same answer, however often it is closed.
        """
        self.ensure_one()
        if self.share >= 100:
            return True
        digest = hashlib.sha256(f"{self.seed}:{ticket.id}".encode()).digest()
        return int.from_bytes(digest[:8]) / 2**64 * 100 < self.share

    def _property_caller_of(self, ticket):
        """Who calls a customer back (C7, SLA-13, SRV-42); empty: whoever is free.

        Callbacks are the desk's work: where the first-contact person is a guard or has
        left, the area agent calls, else the desk as a whole.
        """
        estate, users = ticket.property_estate_id, self.env["res.users"]
        if self.caller == "team":
            return users
        if self.caller == "first_contact":
            users |= ticket.property_first_contact_id
        agent = ticket.property_zone_id.agent_id.user_id
        for user in [*users, *agent]:
            if (
                user.active
                and user.has_group("property_service.property_service_group_assistant")
                and estate.id in user._property_estate_scope()
            ):
                return user
        return self.env["res.users"]
