"""The unit tells the estate, for whoever works in several (SRV-01)."""

from lxml import etree

from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools.safe_eval import safe_eval

from .common import PropertyAccountCommon

UNIT = "property.unit"
# Forms whose unit follows from another record: its choice there is the point.
FOLLOWS = {
    "property.receipt.line",  # one of the receipt's units
    "property.renovation.test",  # a neighbour in the estate of the works
}


@tagged("post_install", "-at_install")
class TestUnitFirst(PropertyAccountCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ticket = cls.env["helpdesk.ticket"].create(
            {"name": "Leak", "property_unit_id": cls.shop.id}
        )
        cls.unit_values = {"unit_id": cls.shop.id}
        cls.several = {"unit_ids": [Command.set(cls.shop.ids)]}
        kind = cls.env["property.incident.type"].search([], limit=1)
        key_class = cls.env["property.key.class"].search([], limit=1)
        person = {"partner_id": cls.merchant.id}
        # What a new record needs besides its unit.
        cls.needs = {
            "property.access.pass": {"holder": "Mr Li", "date_end": cls.today},
            "property.dunning": {},
            "property.fee.run": {},
            "property.handover.batch": {"name": "First day"},
            "property.incident": {"type_id": kind.id, "phenomenon": "Smoke"},
            "property.key.set": {"custody_class_id": key_class.id, "copies": 0},
            "property.receipt": person,
            "property.service.dispatch": {"ticket_id": ticket.id},
            "property.service.message": {
                "caller_name": "Mr Li",
                "phone": "1",
                "content": "Call back",
                "recipient_id": cls.user_assistant.id,
            },
            "property.vehicle": {"plate": "沪A12345", **person},
            "property.visit": {},
            "property.visitor": {"visitor": "Mr Li", "purpose": "Parcel"},
        }

    def _models(self):
        """Models of records whose unit a user enters, with the field."""
        for name, model in self.env.items():
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                to_units = field.relational and field.comodel_name == UNIT
                if (
                    to_units
                    and field.type != "one2many"
                    and not (field.readonly or field.related)
                    and (name.startswith("property.") or name == "helpdesk.ticket")
                ):
                    yield model, field

    def test_an_empty_form_offers_units(self):
        """As the client does it: the choice of a form in which all is empty."""
        units = (self.unit_101 | self.shop).with_user(self.user_manager)
        for model, field in self._models():
            if model._name in FOLLOWS:
                continue
            empty = dict.fromkeys(model._fields, False) | {"kind": "parking"}
            description = model.fields_get([field.name])[field.name]
            domains = {str(description.get("domain") or [])}
            arch = etree.fromstring(model.get_view(view_type="form")["arch"])
            for node in arch.xpath(f"//field[@name='{field.name}']"):
                if not node.xpath("ancestor::field"):
                    domains.add(node.get("domain") or str(description["domain"]))
            for domain in domains:
                with self.subTest(model=model._name, field=field.name, domain=domain):
                    choice = safe_eval(domain, {**empty, "uid": self.env.uid})
                    wanted = units
                    if field.name == "space_id":
                        wanted = self.parking.with_user(self.user_manager)
                    found = wanted.search([*choice, ("id", "in", wanted.ids)])
                    self.assertEqual(found, wanted)

    def test_a_unit_is_enough(self):
        """By import or RPC: the record is of the estate in which the unit lies."""
        entered = {
            model._name
            for model, field in self._models()
            if field.name in ("unit_id", "unit_ids")
            and "estate_id" in model._fields
            and not model._fields["estate_id"].readonly
            and hasattr(model, "_property_tells_estate")
        }
        self.assertEqual(entered, set(self.needs), "list the new model here")
        for name, needs in self.needs.items():
            model = self.env[name].with_company(self.company)
            named = self.unit_values if "unit_id" in model._fields else self.several
            with self.subTest(model=name), self.cr.savepoint():
                record = model.create({**named, **needs})
                self.assertEqual(record.estate_id, self.mall)

    def test_the_form_fills_in_the_estate(self):
        """A new form opens without an estate; its unit brings it."""
        for name in self.needs.keys() - {"property.service.dispatch"}:
            users = self.user_manager | self.user_cashier | self.user_accountant
            models = (self.env[name].with_user(user) for user in users)
            model = next(m for m in models if m.has_access("create"))
            with self.subTest(model=name):
                form = Form(model)
                self.assertFalse(form.estate_id)
                if "unit_id" in model._fields:
                    form.unit_id = self.shop
                else:
                    form.unit_ids.add(self.shop)
                self.assertEqual(form.estate_id, self.mall)

    def test_every_form_opens_without_an_estate(self):
        for name, model in self.env.items():
            if model._abstract or not hasattr(model, "_property_tells_estate"):
                continue
            for user in self.user_manager | self.user_cashier | self.user_accountant:
                if model.with_user(user).has_access("create"):
                    with self.subTest(model=name, user=user.login):
                        Form(model.with_user(user))
                    break
