from odoo import fields, models


class PropertyApprovalVerdictWizard(models.TransientModel):
    """The verdict that needs words: conditions, return, reject."""

    _name = "property.approval.verdict.wizard"
    _description = "Give a Verdict"

    approval_id = fields.Many2one(
        comodel_name="property.approval",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    verdict = fields.Selection(
        selection=[
            ("approved", "Approve"),
            ("conditions", "Approve with conditions"),
            ("returned", "Return to the applicant"),
            ("rejected", "Reject"),
        ],
        required=True,
        default="conditions",
    )
    conditions = fields.Text(help="One condition a line.")
    comment = fields.Text()

    def action_confirm(self):
        self.ensure_one()
        approval = self.approval_id
        if self.verdict == "conditions":
            approval.action_approve_with_conditions(
                (self.conditions or "").splitlines(), self.comment
            )
        elif self.verdict == "returned":
            approval.action_return(self.comment)
        elif self.verdict == "rejected":
            approval.action_reject(self.comment)
        else:
            approval.action_approve(self.comment)
        return {"type": "ir.actions.act_window_close"}
