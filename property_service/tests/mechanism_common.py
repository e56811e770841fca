"""A document with checklists, gates and evidence, for the tests of the mechanisms."""

from odoo import fields, models
from odoo.fields import Command, Domain
from odoo.orm.model_classes import add_to_registry

from .common import PropertyCommon

ASSISTANT = "property_service.property_service_group_assistant"
# The smallest image there is: one transparent dot.
PNG = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAA"
    b"SUVORK5CYII="
)


class MechanismCase(PropertyCommon):
    """``property.test.process`` is in the registry only while these tests run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_model(cls._process_model())
        cls._add_model(cls._proof_model())
        cls.kind = cls.env["property.checklist.kind"].create(
            {"code": "test_kind", "name": "Test kind"}
        )
        cls.template = cls._make_template()

    @classmethod
    def _add_model(cls, model):
        name = model._name
        add_to_registry(cls.registry, model)
        cls.registry._setup_models__(cls.env.cr, [name])
        cls.registry.init_models(cls.env.cr, [name], {"models_to_check": True})

        def remove():
            del cls.registry[name]
            cls.registry._setup_models__(cls.env.cr, [])

        cls.addClassCleanup(remove)
        cls.env["ir.model.access"].create(
            {
                "name": "test",
                "model_id": cls.env["ir.model"]._get_id(name),
                "group_id": cls.env.ref(ASSISTANT).id,
                "perm_read": True,
                "perm_write": True,
                "perm_create": True,
                "perm_unlink": True,
            }
        )

    @classmethod
    def _proof_model(cls):
        class Proof(models.Model):
            _name = "property.test.proof"
            _description = "Test Proof"
            _inherit = ["property.estate.mixin", "property.evidence.mixin"]
            _module = "property_service"

            unit_id = fields.Many2one("property.unit")
            staff_id = fields.Many2one("property.staff")
            date = fields.Datetime(default=fields.Datetime.now)
            is_done = fields.Boolean(default=True)

            def _property_evidence_fields(self):
                return {
                    **super()._property_evidence_fields(),
                    "person": "staff_id",
                    "time": "date",
                    "subject": "unit_id",
                }

            def _property_evidence_domain(self):
                return Domain("is_done", "=", True)

        return Proof

    @classmethod
    def _process_model(cls):
        class Process(models.Model):
            _name = "property.test.process"
            _description = "Test Process"
            _inherit = [
                "property.estate.mixin",
                "property.checklist.document.mixin",
                "property.gate.mixin",
            ]
            _module = "property_service"

            name = fields.Char(default="Process")
            checklist_id = fields.Many2one("property.checklist", ondelete="restrict")
            is_open = fields.Boolean(default=True)
            log = fields.Char(default="")
            is_paid = fields.Boolean()
            is_identified = fields.Boolean(default=True)

            def _property_checklist_may_edit(self, checklist):
                return self.is_open and super()._property_checklist_may_edit(checklist)

            def _property_on_checklist_closed(self, checklist):
                self.log += f"closed {checklist.failed_count},"

            def _property_gate_step(self):
                return "keys"

            def _property_gates(self, step):
                return [
                    ("paid", self.is_paid, "Fees are due.", True),
                    ("identity", self.is_identified, "No ID was checked.", False),
                ]

        return Process

    @classmethod
    def _make_template(cls, **values):
        lines = [
            {"code": "door", "section": "Hall", "name": "Door"},
            {"code": "photo", "name": "Meter", "needs_photo": True},
            {
                "code": "level",
                "name": "Level",
                "answer_type": "measure",
                "measure_min": 1.0,
                "measure_max": 5.0,
                "measure_uom": "mm",
            },
            {"code": "paper", "name": "Agreement", "answer_type": "document"},
            {
                "code": "sign",
                "name": "Owner",
                "answer_type": "confirm",
                "needs_signature": True,
            },
            {
                "code": "remark",
                "name": "Remark",
                "answer_type": "text",
                "is_mandatory": False,
            },
        ]
        return cls.env["property.checklist.template"].create(
            {
                "name": "Test list",
                "kind_id": cls.kind.id,
                "company_id": cls.company.id,
                "line_ids": [
                    Command.create({**line, "sequence": number})
                    for number, line in enumerate(lines)
                ],
                **values,
            }
        )

    def _start(self, user=None, **values):
        """A process in the first estate with its checklist, seen by the user."""
        process = self.env["property.test.process"].create(
            {"estate_id": self.estate.id, **values}
        )
        process.checklist_id = self.template._property_start(process)
        return process.with_user(user or self.user_assistant)

    def _line(self, process, code):
        return process.checklist_id.line_ids.filtered(lambda line: line.code == code)

    def _fill(self, process):
        """All answers that the template asks for, all good."""
        self._line(process, "door").write({"result": "ok"})
        self._line(process, "photo").write({"result": "ok"})
        self._line(process, "photo").action_add_photo("meter.png", PNG)
        self._line(process, "level").write({"measure": 2.0})
        self._line(process, "paper").write({"doc_state": "collected"})
        self._line(process, "sign").write(
            {"result": "ok", "signature": PNG, "signed_by": "Owner"}
        )
