from odoo import models
from odoo.fields import Command

REVIEWED = ("renovation", "renovation_change")


class PropertyApprovalKind(models.Model):
    _inherit = "property.approval.kind"

    def _property_create_default_policies(self, companies):
        """Engineering decides beside the service centre, at the same time (REN-12)."""
        result = super()._property_create_default_policies(companies)
        engineering = self.env.ref(
            "property_service.property_service_group_review_engineering"
        )
        # Companies and kinds are created by those who may not write policies.
        policies = (
            self.env["property.approval.policy"]
            .sudo()
            .search(
                [
                    ("kind_id", "in", self.ids),
                    ("kind_id.code", "in", REVIEWED),
                    ("company_id", "in", companies.ids),
                ]
            )
        )
        # Engineering first: a manager who may decide both takes the one that only
        # managers can, and a supervisor is left for the other.
        for policy in policies:
            policy.step_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {"sequence": 1, "approver": "group", "group_id": group.id}
                    )
                    for group in (engineering, policy.kind_id.default_group_id)
                ),
            ]
        return result
