"""A technician reaches what is needed for the own open orders, and nothing else."""

from odoo.exceptions import AccessError
from odoo.fields import Command

from .test_service_dispatch import PIXEL, DispatchCommon


class TestServiceTechnician(DispatchCommon):
    """SEC-01, SRV-36: asked as the web client asks, without the help of any screen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.instructions = cls.env["property.instruction"].create(
            [
                {"unit_id": unit.id, "kind": "refuse", "person": "Mr Wang"}
                for unit in (cls.unit_101, cls.unit_102)
            ]
        )

    def _as_technician(self, name):
        return self.env[name].with_user(self.user_technician)

    def _others_order(self):
        order = self._dispatch(sent=False, property_unit_id=self.unit_102.id)
        order.technician_id = self.technician_2
        order.action_assign()
        return order

    def test_not_before_it_is_sent(self):
        """A proposal of the desk tells nobody the customer's telephone."""
        order = self._dispatch(sent=False)
        order.technician_id = self.technician
        mine = order.with_user(self.user_technician)
        self.assertFalse(self._as_technician(order._name).search([]))
        with self.assertRaises(AccessError):
            mine.read(["phone"])
        with self.assertRaises(AccessError):
            mine.write({"result": "Done from afar"})
        order.action_assign()
        self.assertEqual(mine.phone, "13800000001")

    def test_one_form_from_every_link(self):
        """SRV-36: a message's link opens the form with the technician's buttons."""
        form = self._as_technician("property.service.dispatch").get_view()
        self.assertIn('name="action_accept"', form["arch"])
        orders = self.env["property.service.dispatch"]
        desk = orders.with_user(self.user_assistant).get_view()
        self.assertNotEqual(desk["id"], form["id"])

    def test_given_back_is_gone(self):
        order = self._dispatch()
        mine = order.with_user(self.user_technician)
        mine._property_refuse("Needs a plumber")
        with self.assertRaises(AccessError):
            mine.read(["phone"])

    def test_units_of_open_orders(self):
        order = self._dispatch()
        self._others_order()
        units = self._as_technician("property.unit")
        self.assertEqual(units.search([]), self.unit_101)
        self.assertFalse(units.name_search("1-1-102"))
        with self.assertRaises(AccessError):
            self.unit_102.with_user(self.user_technician).read(["instruction_banner"])
        order.action_reassign()
        self.assertFalse(units.search([]))

    def test_unit_does_not_tell_names(self):
        self._dispatch()
        unit = self.unit_101.with_user(self.user_technician)
        self.assertTrue(unit.read(["code", "instruction_banner"]))
        for name in ("owner_ids", "payer_id", "occupancy_ids", "contact_phone"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                unit.read([name])
        self.assertFalse(
            self._as_technician("property.unit").name_search(self.owner_a.name)
        )

    def test_instructions_of_open_orders(self):
        """Who may come in is shown before the door, of that unit alone."""
        order = self._dispatch()
        mine = order.with_user(self.user_technician)
        self.assertIn("Mr Wang", mine.instruction_text)
        self.assertEqual(
            self._as_technician("property.instruction").search([]),
            self.instructions[0],
        )
        self.instructions[0].active = False
        mine.invalidate_recordset()
        self.assertFalse(mine.instruction_text)

    def test_closed_orders_tell_no_more_of_the_unit(self):
        order = self._work(self._dispatch())
        order._property_check("Tap is dry")
        self.assertFalse(self._as_technician("property.unit").search([]))
        self.assertEqual(
            order.with_user(self.user_technician).result, "Washer replaced"
        )

    def test_others_orders_are_closed(self):
        """Neither read, nor steps, nor lines, nor dialogs, nor files, nor prints."""
        other = self._others_order()
        line = self.env["property.service.dispatch.line"].create(
            {"dispatch_id": other.id, "name": "Washer"}
        )
        photo = (
            self.env["ir.attachment"]
            .with_user(self.user_assistant)
            .create({"name": "tap.png", "datas": PIXEL, "mimetype": "image/png"})
        )
        other.photo_ids = [Command.link(photo.id)]
        theirs = other.with_user(self.user_technician)
        lines = self._as_technician("property.service.dispatch.line")
        wizards = self._as_technician("property.service.dispatch.wizard")
        self.assertFalse(lines.search([]))
        for name, call in {
            "read": lambda: theirs.read(["place"]),
            "depart": theirs.action_depart,
            "arrive": theirs.action_arrive,
            "finish": theirs.action_finish,
            "work": lambda: theirs.write({"result": "Mine"}),
            "print": theirs.action_print_order,
            "line": lambda: line.with_user(self.user_technician).read(["name"]),
            "new line": lambda: lines.create({"dispatch_id": other.id, "name": "Tap"}),
            "dialog": lambda: wizards.create(
                {"dispatch_id": other.id, "step": "refuse", "text": "Not mine"}
            ),
            "photo": lambda: photo.with_user(self.user_technician).read(["datas"]),
            "message": lambda: theirs.message_post(body="Hello"),
            "chatter": lambda: theirs.message_ids.read(["body"]),
        }.items():
            with self.subTest(name), self.assertRaises(AccessError):
                call()

    def test_no_way_round_by_request_or_reports(self):
        order = self._dispatch()
        ticket = order.ticket_id.with_user(self.user_technician)
        with self.assertRaises(AccessError):
            ticket.read(["property_result"])
        self.assertFalse(self._as_technician("helpdesk.ticket").search([]))
        for model in (
            "property.service.clock",
            "property.service.escalation",
            "property.service.contact",
            "property.service.warning",
            "property.service.paper",
            "property.service.price",
        ):
            with self.subTest(model), self.assertRaises(AccessError):
                self._as_technician(model).search([])
        with self.assertRaises(AccessError):
            self._as_technician("helpdesk.ticket").property_desk_search("1380000")
        with self.assertRaises(AccessError):
            self._as_technician("helpdesk.ticket").property_desk_card(self.unit_101.id)

    def test_no_new_orders_and_no_deletion(self):
        order = self._dispatch()
        with self.assertRaises(AccessError):
            self._as_technician(order._name).create({"ticket_id": order.ticket_id.id})
        with self.assertRaises(AccessError):
            order.with_user(self.user_technician).unlink()
        with self.assertRaises(AccessError):
            order.with_user(self.user_technician).copy()

    def test_everybody_lands_on_the_own_work(self):
        prefix = "property_service.property_"
        for user, home in (
            (self.user_technician, "service_dispatch_action_technician"),
            (self.user_assistant, "request_action"),
            (self.user_supervisor, "request_action"),
            (self.user_accountant, "fee_run_action"),
            (self.user_auditor, "unit_action"),
        ):
            with self.subTest(user.login):
                self.assertEqual(user._property_home(), prefix + home)
                self.assertTrue(user.with_user(user)._property_home_action())
