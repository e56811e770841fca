"""Approval: who may decide, what is frozen, and that nothing passes by itself."""

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.orm.model_classes import add_to_registry
from odoo.tools import mute_logger

from .common import PropertyCommon

MANAGER = "property_service.property_service_group_manager"
SUPERVISOR = "property_service.property_service_group_supervisor"


class ApprovalCase(PropertyCommon):
    """A document model of its own, in the registry only while these tests run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_document_model()
        cls.kind = cls.env["property.approval.kind"].create(
            {"code": "test_decision", "name": "Test decision"}
        )
        cls.manager = cls._make_user("approval_manager", MANAGER)
        cls.manager_2 = cls._make_user("approval_manager_2", MANAGER)
        cls.supervisor = cls._make_user("approval_supervisor", SUPERVISOR)
        cls.outsider = cls._make_user("approval_outsider", MANAGER, estates=cls.mall)
        cls.policy = cls._make_policy([("group", MANAGER)])

    @classmethod
    def _add_document_model(cls):
        class Document(models.Model):
            _name = "property.test.document"
            _description = "Test Document"
            _inherit = ["property.estate.mixin", "property.approval.mixin"]
            _module = "property_service"

            name = fields.Char()
            amount = fields.Float()
            log = fields.Char(default="")
            payer_user_id = fields.Many2one("res.users")

            def _property_approval_key(self):
                return "test_decision"

            def _property_approval_frozen_fields(self):
                return {"amount"}

            def _property_approval_excluded_users(self):
                return self.payer_user_id

            def _property_on_approved(self):
                self.log += "approved,"

            def _property_on_approved_with_conditions(self):
                self.log += "conditions,"

            def _property_on_rejected(self):
                self.log += "rejected,"

            @api.model
            def _property_only_for_tests(self):
                return True

        registry = cls.registry
        add_to_registry(registry, Document)
        registry._setup_models__(cls.env.cr, ["property.test.document"])
        registry.init_models(
            cls.env.cr, ["property.test.document"], {"models_to_check": True}
        )

        def remove():
            del registry["property.test.document"]
            registry._setup_models__(cls.env.cr, [])

        cls.addClassCleanup(remove)
        model = cls.env["ir.model"]._get("property.test.document")
        cls.env["ir.model.access"].create(
            {
                "name": "test",
                "model_id": model.id,
                "group_id": cls.env.ref(
                    "property_service.property_service_group_assistant"
                ).id,
                "perm_read": True,
                "perm_write": True,
                "perm_create": True,
                "perm_unlink": True,
            }
        )
        cls.env["ir.rule"].create(
            {
                "name": "test",
                "model_id": model.id,
                "domain_force": "[('estate_id', 'in', user._property_estate_scope())]",
            }
        )

    @classmethod
    def _make_policy(cls, approvers, estate=None, sequences=None):
        """A policy of steps in a row: pairs of approver and group, post or user."""
        cls.env.flush_all()
        steps = []
        for number, (approver, value) in enumerate(approvers):
            field = {"group": "group_id", "post": "post", "user": "user_id"}[approver]
            if approver == "group":
                value = cls.env.ref(value).id
            steps.append(
                fields.Command.create(
                    {
                        "sequence": sequences[number] if sequences else number,
                        "approver": approver,
                        field: value,
                    }
                )
            )
        return cls.env["property.approval.policy"].create(
            {
                "kind_id": cls.kind.id,
                "company_id": cls.company.id,
                "estate_id": estate.id if estate else False,
                "step_ids": steps,
            }
        )

    def _document(self, user=None, estate=None, **values):
        return (
            self.env["property.test.document"]
            .with_user(user or self.user_assistant)
            .create(
                {
                    "name": "Document",
                    "estate_id": (estate or self.estate).id,
                    "amount": 5.0,
                    **values,
                }
            )
        )

    def _requested(self, user=None, **values):
        document = self._document(user, **values)
        document.action_request_approval("please")
        return document


class TestApproval(ApprovalCase):
    def test_approve(self):
        document = self._requested()
        self.assertEqual(document.approval_state, "pending")
        self.assertTrue(document.with_user(self.manager).approval_can_decide)
        self.assertFalse(document.with_user(self.supervisor).approval_can_decide)
        document.with_user(self.manager).action_approval_approve()
        self.assertEqual(document.approval_state, "approved")
        self.assertEqual(document.log, "approved,")
        document._property_require_approved()
        trail = document.approval_id.verdict_ids
        self.assertEqual(trail.mapped("verdict"), ["requested", "approved"])
        self.assertEqual(trail.user_id, self.user_assistant | self.manager)

    def test_not_requested_is_refused(self):
        with self.assertRaisesRegex(UserError, "not approved"):
            self._document()._property_require_approved()

    def test_pending_is_refused(self):
        with self.assertRaisesRegex(UserError, "not approved"):
            self._requested()._property_require_approved()

    def test_no_policy_means_refused(self):
        """No policy is never a pass: the request names what a manager creates."""
        self.policy.active = False
        with self.assertRaisesRegex(UserError, "Approval policies"):
            self._requested()

    def test_no_step_means_refused(self):
        self.policy.step_ids.unlink()
        with self.assertRaisesRegex(UserError, "at least one"):
            self._requested()

    def test_applicant_cannot_approve(self):
        document = self._requested(self.manager)
        with self.assertRaisesRegex(UserError, "not yours to decide"):
            document.with_user(self.manager).action_approval_approve()
        document.with_user(self.manager_2).action_approval_approve()
        self.assertEqual(document.approval_state, "approved")

    def test_sole_manager_needs_another(self):
        """The request says at once that nobody else may decide."""
        document = self._document(self.manager)
        (self.manager_2 | self.user_manager).active = False
        with self.assertRaisesRegex(UserError, "nobody can decide"):
            document.action_request_approval()

    def test_two_steps_need_two_people(self):
        self.policy.active = False
        self._make_policy([("group", MANAGER), ("group", MANAGER)])
        document = self._requested()
        document.with_user(self.manager).action_approval_approve()
        self.assertEqual(document.approval_state, "pending")
        with self.assertRaisesRegex(UserError, "not yours to decide"):
            document.with_user(self.manager).action_approval_approve()
        document.with_user(self.manager_2).action_approval_approve()
        self.assertEqual(document.approval_state, "approved")

    def test_steps_in_turn(self):
        self.policy.active = False
        self._make_policy([("user", self.supervisor.id), ("user", self.manager.id)])
        document = self._requested()
        with self.assertRaisesRegex(UserError, "not yours to decide"):
            document.with_user(self.manager).action_approval_approve()
        document.with_user(self.supervisor).action_approval_approve()
        document.with_user(self.manager).action_approval_approve()
        self.assertEqual(document.approval_state, "approved")

    def test_steps_side_by_side(self):
        self.policy.active = False
        self._make_policy(
            [("user", self.supervisor.id), ("user", self.manager.id)], sequences=[1, 1]
        )
        document = self._requested()
        self.assertEqual(len(document.approval_id.activity_ids), 2)
        document.with_user(self.manager).action_approval_approve()
        self.assertEqual(document.approval_state, "pending")
        document.with_user(self.supervisor).action_approval_approve()
        self.assertEqual(document.approval_state, "approved")
        self.assertFalse(document.approval_id.activity_ids)

    def test_by_post(self):
        self.policy.active = False
        self._make_staff("Clerk", user=self.supervisor, post="clerk")
        self._make_policy([("post", "clerk")])
        document = self._requested()
        with self.assertRaises(UserError):
            document.with_user(self.manager).action_approval_approve()
        document.with_user(self.supervisor).action_approval_approve()
        self.assertEqual(document.approval_state, "approved")

    def test_estate_policy_before_company_policy(self):
        self._make_policy([("user", self.supervisor.id)], estate=self.estate)
        document = self._requested()
        with self.assertRaises(UserError):
            document.with_user(self.manager).action_approval_approve()
        document.with_user(self.supervisor).action_approval_approve()
        in_mall = self._requested(estate=self.mall)
        in_mall.with_user(self.manager).action_approval_approve()
        self.assertEqual(in_mall.approval_state, "approved")

    def test_policy_is_copied_at_the_request(self):
        document = self._requested()
        self.policy.step_ids.write({"approver": "user", "user_id": self.supervisor.id})
        with self.assertRaises(UserError):
            document.with_user(self.supervisor).action_approval_approve()
        document.with_user(self.manager).action_approval_approve()
        self.assertEqual(document.approval_state, "approved")

    def test_approvers_come_from_the_estate(self):
        document = self._requested()
        with self.assertRaises(AccessError):
            document.approval_id.with_user(self.outsider).action_approve()
        self.assertNotIn(self.outsider, document.approval_id.activity_ids.user_id)

    def test_revoked_approver_is_refused_at_once(self):
        document = self._requested()
        self.assertTrue(document.with_user(self.manager).approval_can_decide)
        self.manager.group_ids -= self.env.ref(MANAGER)
        with self.assertRaises(UserError):
            document.approval_id.with_user(self.manager).action_approve()

    def test_excluded_users(self):
        """The payer is neither applicant nor approver."""
        document = self._requested(payer_user_id=self.manager.id)
        with self.assertRaisesRegex(UserError, "not yours to decide"):
            document.with_user(self.manager).action_approval_approve()
        document.with_user(self.manager_2).action_approval_approve()
        document._property_require_third_person(self.manager)
        for user in self.manager_2, self.user_assistant:
            with self.assertRaisesRegex(UserError, "another person"):
                document._property_require_third_person(user)

    def test_conditions(self):
        """It takes effect only when the last condition is met."""
        document = self._requested()
        approval = document.approval_id
        with self.assertRaisesRegex(UserError, "Write a comment"):
            approval.with_user(self.manager).action_approve_with_conditions(["a"])
        with self.assertRaisesRegex(UserError, "at least one condition"):
            approval.with_user(self.manager).action_approve_with_conditions([" "], "x")
        approval.with_user(self.manager).action_approve_with_conditions(
            ["First", "Second"], "but"
        )
        self.assertEqual(document.approval_state, "approved_with_conditions")
        self.assertEqual(document.log, "conditions,")
        document._property_require_approved(conditions_met=False)
        with self.assertRaisesRegex(UserError, "2 are still open"):
            document._property_require_approved()
        first, second = approval.condition_ids
        with self.assertRaisesRegex(UserError, "one of the approvers"):
            first.with_user(self.user_assistant).action_met()
        first.with_user(self.manager).action_met()
        self.assertEqual(document.log, "conditions,")
        second.with_user(self.manager_2).action_met()
        self.assertEqual(document.log, "conditions,approved,")
        self.assertEqual(first.met_user_id, self.manager)
        document._property_require_approved()
        with self.assertRaises(UserError):
            first.unlink()

    def test_reject(self):
        document = self._requested()
        with self.assertRaisesRegex(UserError, "Write a comment"):
            document.approval_id.with_user(self.manager).action_reject("")
        document.approval_id.with_user(self.manager).action_reject("too dear")
        self.assertEqual(
            (document.approval_state, document.log), ("rejected", "rejected,")
        )
        with self.assertRaises(UserError):
            document._property_require_approved()
        with self.assertRaisesRegex(UserError, "not yours to decide"):
            document.approval_id.with_user(self.manager_2).action_approve()

    def test_return_change_and_ask_again(self):
        document = self._requested()
        first = document.approval_id
        first.with_user(self.manager).action_return("typing error")
        document.amount = 6.0
        document.action_request_approval()
        self.assertNotEqual(document.approval_id, first)
        document.with_user(self.manager).action_approval_approve()
        self.assertEqual(document.approval_state, "approved")
        self.assertEqual(first.state, "returned")

    def test_withdraw(self):
        document = self._requested()
        with self.assertRaisesRegex(UserError, "Only"):
            document.with_user(self.supervisor).action_cancel_approval()
        document.action_cancel_approval()
        self.assertEqual(document.approval_state, "cancelled")
        with self.assertRaises(UserError):
            document._property_require_approved()
        with self.assertRaisesRegex(UserError, "decided already"):
            document.action_cancel_approval()

    def test_request_twice(self):
        document = self._requested()
        with self.assertRaisesRegex(UserError, "already"):
            document.action_request_approval()
        document.with_user(self.manager).action_approval_approve()
        with self.assertRaisesRegex(UserError, "already"):
            document.action_request_approval()

    def test_other_kind_does_not_pass(self):
        document = self._requested()
        document.with_user(self.manager).action_approval_approve()
        with self.assertRaisesRegex(UserError, "not approved"):
            document._property_require_approved("fee_rate")

    def test_wizard(self):
        document = self._requested()
        wizard = self.env["property.approval.verdict.wizard"].with_user(self.manager)
        wizard.create(
            {
                "approval_id": document.approval_id.id,
                "verdict": "conditions",
                "conditions": "One\n\nTwo",
                "comment": "ok",
            }
        ).action_confirm()
        self.assertEqual(
            document.approval_id.condition_ids.mapped("name"), ["One", "Two"]
        )


class TestApprovalSafety(ApprovalCase):
    def test_frozen(self):
        """What was approved stays what it was, whatever the context."""
        document = self._requested()
        context = {
            "skip_validation_check": True,
            "tracking_disable": True,
            "install_mode": True,
        }
        for state in ("pending", "approved"):
            self.assertEqual(document.approval_state, state)
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                document.with_context(**context).amount = 1.0
            with self.assertRaisesRegex(UserError, "cannot be changed"):
                document.sudo().amount = 1.0
            with self.assertRaisesRegex(UserError, "be deleted"):
                document.unlink()
            document.name = "Other"
            if state == "pending":
                document.with_user(self.manager).action_approval_approve()

    def test_no_forged_approval(self):
        approved = self._requested()
        approved.with_user(self.manager).action_approval_approve()
        approval = approved.approval_id
        document = self._document(approval_id=approval.id, approval_state="approved")
        self.assertFalse(document.approval_id or document.approval_state)
        document = self.env["property.test.document"].with_user(self.user_assistant)
        document = document.with_context(
            default_approval_id=approval.id, default_approval_state="approved"
        ).create({"estate_id": self.estate.id})
        self.assertFalse(document.approval_id or document.approval_state)
        for values in ({"approval_id": approval.id}, {"approval_state": "approved"}):
            with self.assertRaises(AccessError):
                document.write(values)
        # Not even code of ours gets past the gate with another's approval.
        document.sudo().approval_id = approval
        with self.assertRaises(UserError):
            document._property_require_approved()
        self.assertFalse(approved.copy().approval_id)

    def test_rows_are_nobodys(self):
        """No role writes a request, a step, a condition or a verdict over RPC."""
        document = self._requested()
        document.approval_id.with_user(self.manager).action_approve_with_conditions(
            ["a"], "b"
        )
        approval = document.approval_id
        admin = self.env.ref("base.user_admin")
        for user in self.role_users | self.manager | admin:
            for records in (
                approval,
                approval.step_ids,
                approval.condition_ids,
                approval.verdict_ids,
            ):
                model = records.with_user(user).browse()
                for operation in ("write", "create", "unlink"):
                    with self.subTest(user=user.login, model=model._name):
                        self.assertFalse(model.has_access(operation))

    def test_trail_is_never_changed(self):
        document = self._requested()
        document.with_user(self.manager).action_approval_approve()
        verdict = document.approval_id.verdict_ids[0]
        with self.assertRaisesRegex(UserError, "never changed"):
            verdict.sudo().write({"comment": "other"})
        with self.assertRaisesRegex(UserError, "never deleted"):
            verdict.sudo().unlink()
        with self.assertRaises(UserError):
            document.approval_id.sudo().unlink()

    @mute_logger("odoo.sql_db")
    def test_database_keeps_persons_apart(self):
        """Were a check forgotten in code, the database refuses the row."""
        document = self._requested(self.manager)
        approval = document.approval_id
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            approval.with_user(self.manager).sudo()._property_add_to_trail("approved")
        approval.with_user(self.manager_2).sudo()._property_add_to_trail("approved")
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            approval.with_user(self.manager_2).sudo()._property_add_to_trail("rejected")

    def test_readable_with_its_document(self):
        document = self._requested()
        approval = document.approval_id
        Approval = self.env["property.approval"]
        mine = [("id", "=", approval.id)]
        for user in self.user_assistant, self.manager, self.supervisor:
            self.assertEqual(Approval.with_user(user).search(mine), approval)
            self.assertTrue(approval.verdict_ids.with_user(user).has_access("read"))
        # The outsider works in another estate, the technician reads no such document.
        for user in self.outsider, self.user_technician:
            self.assertFalse(Approval.with_user(user).search(mine))
            self.assertEqual(Approval.with_user(user).search_count(mine), 0)
            parts = self.env["property.approval.verdict"].with_user(user)
            self.assertFalse(parts.search([("approval_id", "=", approval.id)]))
            for records in approval, approval.verdict_ids, approval.step_ids:
                with self.assertRaises(AccessError):
                    records.with_user(user).read(["create_date"])

    def test_search_mine(self):
        document = self._requested()
        Approval = self.env["property.approval"]
        mine = [("can_decide", "=", True), ("id", "=", document.approval_id.id)]
        self.assertTrue(Approval.with_user(self.manager).search(mine))
        self.assertFalse(Approval.with_user(self.user_assistant).search(mine))
        self.assertFalse(Approval.with_user(self.supervisor).search(mine))
        document.with_user(self.manager).action_approval_approve()
        self.assertFalse(Approval.with_user(self.manager).search(mine))

    def test_manager_of_one_estate_changes_no_policy(self):
        """Neither the company's, nor one of their own estate in its place."""
        policy = self.policy.with_user(self.outsider)
        with self.assertRaises(AccessError):
            policy.active = False
        with self.assertRaises(AccessError):
            policy.step_ids.write({"approver": "user", "user_id": self.outsider.id})
        with self.assertRaises(AccessError):
            policy.step_ids.unlink()
        with self.assertRaises(AccessError):
            policy.unlink()
        values = {"kind_id": self.kind.id, "company_id": self.company.id}
        Policy = self.env["property.approval.policy"]
        for estate in self.estate, self.mall:
            with self.assertRaises(AccessError):
                Policy.with_user(self.outsider).create(
                    {**values, "estate_id": estate.id}
                )
        # The two estates are all that the company has.
        own = Policy.with_user(self.manager).create(
            {**values, "estate_id": self.mall.id}
        )
        self.assertTrue(own.active)

    def test_new_company_has_policies(self):
        """Rates and reversals are decided by managers from the first day."""
        policies = self.env["property.approval.policy"].search(
            [("company_id", "=", self.other_company.id)]
        )
        self.assertLessEqual(
            {"fee_rate", "charge_reversal", "receipt_reversal"},
            set(policies.kind_id.mapped("code")),
        )
        money = policies.filtered(
            lambda policy: (
                policy.kind_id.code
                in ("fee_rate", "charge_reversal", "receipt_reversal")
            )
        )
        self.assertEqual(money.step_ids.group_id, self.env.ref(MANAGER))

    def test_block_on_forms(self):
        """The placeholder of a form is filled, in the user's language."""
        self.env["ir.ui.view"].create(
            {
                "name": "test",
                "model": "property.test.document",
                "type": "form",
                "arch": '<form><div name="property_approval"/></form>',
            }
        )
        arch = self.env["property.test.document"].get_view(view_type="form")["arch"]
        self.assertIn("action_request_approval", arch)
        self.assertIn('name="approval_can_decide"', arch)
