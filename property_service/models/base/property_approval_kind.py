from odoo import api, fields, models


class PropertyApprovalKind(models.Model):
    """A kind of decision that needs approval: a price, a reversal, a waiver.

    Each area ships its kinds as data; a kind with a usual approver gives every
    company a policy at once, which its managers change as they like.
    """

    _name = "property.approval.kind"
    _description = "Kind of Approval"
    _order = "sequence, code"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    default_group_id = fields.Many2one(
        comodel_name="res.groups",
        string="Usual approver",
        index="btree_not_null",
        ondelete="set null",
        help="New companies start with a policy of one step by this group.",
    )
    source = fields.Text(
        translate=True, help="Law, document or rule that asks for the approval."
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "This code is taken already.")

    @api.model_create_multi
    def create(self, vals_list):
        kinds = super().create(vals_list)
        # Every company gets its policies, also those the installer does not see.
        companies = self.env["res.company"].sudo().search([])
        kinds._property_create_default_policies(companies)
        return kinds

    @api.model
    def _property_of_code(self, code):
        """The kind with this code.

        :raise KeyError: when no area ships it (a mistake in the caller).
        """
        # Applicants of every role ask for an approval of this kind.
        kind = self.sudo().search([("code", "=", code)])
        if not kind:
            raise KeyError(code)
        return kind

    def _property_create_default_policies(self, companies):
        """One policy per company and kind with a usual approver, made only once."""
        # Companies and kinds are created by those who may not write policies.
        self.env["property.approval.policy"].sudo().create(
            [
                {
                    "kind_id": kind.id,
                    "company_id": company.id,
                    "step_ids": [
                        fields.Command.create(
                            {"approver": "group", "group_id": kind.default_group_id.id}
                        )
                    ],
                }
                for company in companies
                for kind in self
                if kind.default_group_id
            ]
        )
