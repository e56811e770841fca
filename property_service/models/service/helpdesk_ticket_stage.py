from odoo import fields, models
from odoo.exceptions import UserError

# Order of work of a request (SRV-36, CMP-35); closing comes in two kinds (SLA-03),
# and who is called back afterwards goes one step further (SRV-36).
STEPS = [
    ("new", "Registered"),
    ("accepted", "Accepted"),
    ("dispatched", "Dispatched"),
    ("in_progress", "In progress"),
    ("waiting", "Waiting for an answer"),
    ("done", "Done, to be fed back"),
    ("closed", "Request closed"),
    ("called_back", "Called back"),
    ("cannot_handle", "Closed: cannot be handled"),
]
ENDED = ("closed", "called_back", "cannot_handle")


class HelpdeskTicketStage(models.Model):
    """Stages of the desk stand for a step; the others are the helpdesk's own."""

    _inherit = "helpdesk.ticket.stage"

    property_step = fields.Selection(
        selection=STEPS,
        string="Step of the service desk",
        readonly=True,
        index="btree_not_null",
        help="Requests of an estate move along these steps; name and fold may change.",
    )

    _property_step_uniq = models.UniqueIndex(
        "(property_step) WHERE property_step IS NOT NULL",
        "There is one stage for each step.",
    )

    def write(self, vals):
        changed = {"property_step", "closed", "active", "company_id", "team_ids"}
        if changed & vals.keys() and not self.env.su:
            for stage in self.filtered("property_step"):
                raise UserError(
                    self.env._(
                        "Stage “%(stage)s” carries a step of the service desk; only its"
                        " name, order, look and mail can be changed.",
                        stage=stage.name,
                    )
                )
        return super().write(vals)

    def _property_of_step(self, step):
        """The stage that stands for a step."""
        # Which stage it is does not depend on who may list stages.
        return self.sudo().search([("property_step", "=", step)], limit=1)
