"""A resident files, follows and rates requests, and sees no word of the staff's."""

import base64
import io

from freezegun import freeze_time
from PIL import Image

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import PropertyCommon

SECRET = "wholly internal words"


class ServicePortalCommon(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tickets = cls.env["helpdesk.ticket"]
        cls.neighbour = cls._make_resident_user("property_neighbour", cls.owner_b)

    def _make_request(self, unit=None, partner=None, kind="repair", **values):
        tickets = self.tickets.with_user(self.user_assistant)
        unit = self.unit_101 if unit is None else unit
        return tickets.create(
            {
                "property_unit_id": unit.id,
                "property_kind": kind,
                "partner_id": partner and partner.id,
                "name": f"{kind} of {unit.code}",
                "description": SECRET,
                **values,
            }
        )

    def _file(self, user=None, unit=None, **values):
        user = user or self.user_resident
        return self.tickets.with_user(user)._property_file(
            unit or self.unit_101.with_user(user),
            {"kind": "repair", "text": "The tap drips\nin the kitchen", **values},
        )

    def _close(self, ticket):
        ticket = ticket.with_user(self.user_supervisor)
        ticket._property_finish(SECRET)
        ticket._property_give_feedback("phone", SECRET)
        code = "property_service.property_service_close_code_solved_satisfied"
        ticket._property_close(self.env.ref(code), SECRET)


class TestResidentRequests(ServicePortalCommon):
    def _seen(self, user=None):
        tickets = self.tickets.with_user(user or self.user_resident)
        return tickets.search([("property_estate_id", "!=", False)])

    def test_own_units_only(self):
        """Own units' requests; others' cannot be read, whoever follows them."""
        mine = self._make_request(partner=self.owner_a)
        of_unit = self._make_request(partner=self.tenant)
        nobody = self._make_request()
        other = self._make_request(unit=self.unit_102, partner=self.owner_b)
        followed = self._make_request(unit=self.unit_102)
        followed.message_subscribe(self.owner_a.ids)
        elsewhere = self._make_request(unit=self.unit_102, partner=self.owner_a)
        seen = self._seen()
        self.assertEqual(set(seen.ids), set((mine | of_unit | nobody).ids))
        for ticket in other | followed | elsewhere:
            with self.assertRaises(AccessError):
                ticket.with_user(self.user_resident).read(["name"])
        theirs = other | followed | elsewhere
        self.assertEqual(set(self._seen(self.neighbour).ids), set(theirs.ids))

    def test_complaints_are_personal(self):
        """Who complains of whom is nothing for the others of the unit."""
        complaint = self._make_request(partner=self.tenant, kind="complaint")
        own = self._make_request(partner=self.owner_a, kind="complaint")
        self.assertIn(own, self._seen())
        self.assertNotIn(complaint, self._seen())

    def test_only_since_the_first_day(self):
        """The predecessor's requests stay the predecessor's."""
        self.unit_103.handover_date = "2026-03-01"
        before = self._make_request(
            unit=self.unit_103, property_received_on="2026-02-28 15:00:00"
        )
        since = self._make_request(
            unit=self.unit_103, property_received_on="2026-02-28 16:30:00"
        )
        self.assertFalse(self._seen())
        self._make_occupancy(self.unit_103, self.owner_a, date_start="2026-03-01")
        self.env.company.resource_calendar_id.tz = "Asia/Shanghai"
        self.assertEqual(self._seen().ids, since.ids)
        self.assertNotIn(before, self._seen())

    def test_access_ends_with_the_last_day(self):
        ticket = self._make_request(
            partner=self.owner_a, property_received_on="2026-01-05 10:00:00"
        )
        self.unit_101.occupancy_ids.date_end = "2026-06-30"
        with freeze_time("2026-06-30 12:00:00"):
            self.assertIn(ticket, self._seen())
        with freeze_time("2026-07-01 00:01:00"):
            self.assertFalse(self._seen())
            with self.assertRaises(AccessError):
                ticket.with_user(self.user_resident).read(["name"])

    def test_staff_fields_are_closed(self):
        """No field of the desk's is read, searched or grouped by a resident."""
        ticket = self._make_request(partner=self.owner_a)
        self._close(ticket)
        mine = ticket.with_user(self.user_resident)
        self.assertEqual(
            mine.read(["name", "property_step"])[0]["property_step"], "closed"
        )
        closed = [
            name
            for name in self.tickets._fields
            if name.startswith("property_") and name not in mine.fields_get()
        ]
        self.assertIn("property_close_reason", closed)
        for name in [*closed, "description", "tag_ids"]:
            with self.subTest(field=name), self.assertRaises(AccessError):
                mine.read([name])
        for search in (
            [("property_result", "ilike", "internal")],
            [("description", "ilike", "internal")],
            [("property_handling_ids.text", "ilike", "internal")],
        ):
            with self.subTest(search=search), self.assertRaises(AccessError):
                mine.search(search)
        with self.assertRaises(AccessError):
            mine._read_group([], ["property_first_contact_id"], ["__count"])
        # Computed fields of the helpdesk fail for residents as they always did.
        stored = [
            name
            for name, field in self.tickets._fields.items()
            if field.store and mine._has_field_access(field, "read")
        ]
        self.assertIn("name", stored)
        self.assertNotIn(SECRET, str(mine.read(stored)))

    def test_trails_are_closed(self):
        for model in (
            "property.service.handling",
            "property.service.contact",
            "property.service.transfer",
            "property.service.escalation",
            "property.service.warning",
            "property.service.clock",
            "property.service.pause",
            "property.service.dispatch",
            "property.service.paper",
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                self.env[model].with_user(self.user_resident).search([])

    def test_internal_notes_are_closed(self):
        ticket = self._make_request(partner=self.owner_a)
        note = ticket.message_post(body=SECRET)
        answer = ticket.message_post(
            body="We come tomorrow", subtype_xmlid="mail.mt_comment"
        )
        messages = self.env["mail.message"].with_user(self.user_resident)
        seen = messages.search(
            [("model", "=", ticket._name), ("res_id", "=", ticket.id)]
        )
        self.assertIn(answer, seen)
        self.assertNotIn(note, seen)
        with self.assertRaises(AccessError):
            note.with_user(self.user_resident).read(["body"])

    def test_residents_change_nothing(self):
        """Not a step, not a field, not by any method of the desk's."""
        ticket = self._make_request(partner=self.owner_a)
        mine = ticket.with_user(self.user_resident)
        for values in (
            {"name": "x"},
            {"property_rating": "5"},
            {
                "stage_id": self.env.ref(
                    "property_service.helpdesk_ticket_stage_done"
                ).id
            },
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                mine.write(values)
        with self.assertRaises(AccessError):
            mine.create({"name": "x", "property_unit_id": self.unit_101.id})
        with self.assertRaises(AccessError):
            mine.unlink()
        for method in (
            "action_property_accept",
            "action_property_start",
            "action_property_wait",
            "action_property_dispatch",
            "action_property_arrived",
            "assign_to_me",
        ):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(mine, method)()
        with self.assertRaises(AccessError):
            self.tickets.with_user(self.user_resident).property_desk_search("138")

    def test_desk_cannot_rate(self):
        """What the resident thinks is written by the resident alone."""
        ticket = self._make_request(partner=self.owner_a)
        with self.assertRaises(AccessError):
            ticket.with_user(self.user_manager).write({"property_rating": "5"})
        made = self._make_request(property_rating="5", property_is_portal=True)
        self.assertFalse(made.property_rating)
        self.assertFalse(made.property_is_portal)

    def test_filed_request(self):
        """In the own name and words, timed, and taken up by the first who does."""
        ticket = self._file().sudo()
        self.assertRecordValues(
            ticket,
            [
                {
                    "partner_id": self.owner_a.id,
                    "property_unit_id": self.unit_101.id,
                    "property_estate_id": self.estate.id,
                    "property_kind": "repair",
                    "property_step": "new",
                    "property_is_portal": True,
                    "name": "The tap drips",
                    "property_recorded_by_id": self.user_resident.id,
                    "property_first_contact_id": False,
                    "user_id": False,
                }
            ],
        )
        self.assertIn("in the kitchen", ticket.description)
        self.assertTrue(ticket.property_clock_ids)
        self.assertEqual(self._file().id, ticket.id, "sent twice")
        self.assertNotEqual(self._file(text="Another thing").id, ticket.id)
        ticket.with_user(self.user_assistant).action_property_accept()
        self.assertEqual(ticket.property_first_contact_id, self.user_assistant)
        ticket.with_user(self.user_manager).action_property_start()
        self.assertEqual(ticket.property_first_contact_id, self.user_assistant)

    def test_bad_forms(self):
        for values in (
            {"kind": "call_note"},
            {"kind": None},
            {"text": "  "},
            {"text": "x" * 4001},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._file(**values)
        complaint = self.env.ref("property_service.helpdesk_ticket_category_c_fee")
        self.assertFalse(self._file(category_id=complaint.id).category_id)

    def test_rating(self):
        """Once, when it is dealt with, by whose request it is; anew after reopening."""
        ticket = self._file().sudo()
        with self.assertRaises(UserError):
            ticket.with_user(self.user_resident)._property_rate("5")
        self._close(ticket)
        mine = ticket.with_user(self.user_resident)
        with self.assertRaises(UserError):
            mine._property_rate("6")
        mine._property_rate("4", "Quick, but call before you come")
        self.assertEqual(ticket.property_rating, "4")
        with self.assertRaises(UserError):
            mine._property_rate("5")
        ticket.with_user(self.user_supervisor)._property_reopen("Drips on")
        self.assertFalse(ticket.property_rating)

    def test_rating_is_the_callback(self):
        """Nobody calls who has rated; SLA-06, SLA-10."""
        ticket = self._file().sudo()
        self._close(ticket)
        ticket.with_user(self.user_resident)._property_rate("5", "Plant more trees")
        callback = ticket.property_callback_ids
        self.assertRecordValues(
            callback, [{"state": "done", "level": "5", "medium": "message"}]
        )
        self.assertEqual(callback.suggestion_id.property_kind, "suggestion")
        self.assertEqual(callback.suggestion_id.partner_id, self.owner_a)

    def test_not_satisfied(self):
        """With a reason; the case is taken up again and may be rated anew (SLA-09)."""
        ticket = self._file().sudo()
        self._close(ticket)
        mine = ticket.with_user(self.user_resident)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine._property_rate("1")
        self.assertEqual(ticket.property_step, "closed")
        mine._property_rate("1", "It drips as before")
        self.assertEqual(ticket.property_step, "in_progress")
        self.assertEqual(ticket.property_callback_ids.opinion, "It drips as before")
        self.assertFalse(mine._property_can_rate())
        self._close(ticket)
        mine._property_rate("5")
        levels = ticket.property_callback_ids.mapped("level")
        self.assertEqual(sorted(levels), ["1", "5"])

    def test_rating_without_a_planned_callback(self):
        """Outside of the share that is called back: heard all the same."""
        self.env["property.service.callback.policy"].search([]).active = False
        ticket = self._file().sudo()
        self._close(ticket)
        self.assertFalse(ticket.property_callback_ids)
        ticket.with_user(self.user_resident)._property_rate("1", "It drips as before")
        callback = ticket.property_callback_ids
        self.assertEqual(callback.level, "1")
        self.assertEqual(callback.followup_id.property_repeat_of_id, ticket)

    def test_rating_of_others(self):
        ticket = self._make_request(partner=self.tenant)
        self._close(ticket)
        with self.assertRaises(UserError):
            ticket.with_user(self.user_resident)._property_rate("5")
        with self.assertRaises(AccessError):
            ticket.with_user(self.neighbour)._property_rate("5")

    def test_answer_where_it_was_asked(self):
        """An online answer to an online request; a telephone call stays a note."""
        ticket = self._file().with_user(self.user_assistant)
        ticket._property_finish("New washer fitted")
        ticket._property_give_feedback("message")
        messages = self.env["mail.message"].with_user(self.user_resident)
        domain = [("model", "=", ticket._name), ("res_id", "=", ticket.id)]
        self.assertIn("New washer fitted", str(messages.search(domain).mapped("body")))

    def test_message_to_the_desk(self):
        ticket = self._file()
        ticket._property_write_desk("When do you come?")
        contact = ticket.sudo().property_contact_ids
        self.assertRecordValues(
            contact, [{"content": "When do you come?", "is_incoming": True}]
        )
        with self.assertRaises(UserError):
            ticket._property_write_desk(" ")
        with self.assertRaises(AccessError):
            ticket.with_user(self.neighbour)._property_write_desk("x")


@tagged("post_install", "-at_install")
class TestPortalPages(ServicePortalCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.authenticate("property_resident", "property_resident")

    def _token(self, url="/my/requests/new?kind=repair"):
        return (
            self.url_open(url).text.split('name="csrf_token" value="')[1].split('"')[0]
        )

    def _photo(self, size=(2400, 1200)):
        stream = io.BytesIO()
        exif = Image.Exif()
        exif[0x010F] = "Camera of somebody"
        Image.new("RGB", size, "red").save(stream, "JPEG", exif=exif)
        return stream.getvalue()

    def _post(self, files=None, **values):
        data = {
            "csrf_token": self._token(),
            "unit_id": self.unit_101.id,
            "kind": "repair",
            "text": "The tap drips",
            **values,
        }
        return self.url_open("/my/requests/new", data=data, files=files)

    def _last(self):
        return self.tickets.search(
            [("property_is_portal", "=", True)], order="id desc", limit=1
        )

    def test_file_with_photos(self):
        photos = [
            ("photos", ("a.jpg", self._photo(), "image/jpeg")),
            ("photos", ("b.png", self._photo((20, 20)), "image/png")),
        ]
        page = self._post(photos, partner_id=self.owner_b.id, property_step="closed")
        ticket = self._last()
        self.assertTrue(page.url.endswith(f"/my/requests/{ticket.id}?filed=1"))
        self.assertEqual(ticket.partner_id, self.owner_a)
        self.assertEqual(ticket.property_step, "new")
        self.assertIn("The tap drips", page.text)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", "helpdesk.ticket"), ("res_id", "=", ticket.id)]
        )
        self.assertEqual(len(files), 2)
        for file in files:
            self.assertNotIn(b"Camera of somebody", file.raw)
            picture = Image.open(io.BytesIO(file.raw))
            self.assertLessEqual(max(picture.size), 1920)
            url = f"/my/requests/{ticket.id}/photos/{file.id}"
            self.assertIn(url, page.text)
            answer = self.url_open(url)
            self.assertEqual(answer.headers["Content-Type"], "image/jpeg")

    def test_bad_uploads(self):
        before = self.tickets.search_count([])
        for photos in (
            [("photos", ("a.jpg", b"<html>", "image/jpeg"))],
            [("photos", ("a.svg", b"<svg xmlns='x'/>", "image/svg+xml"))],
            [("photos", ("a.jpg", self._photo()[:200], "image/jpeg"))],
            [("photos", (f"{n}.jpg", self._photo((9, 9)), "i/j")) for n in range(10)],
        ):
            with self.subTest(count=len(photos), name=photos[0][1][0]):
                page = self._post(photos)
                self.assertIn("alert-danger", page.text)
                self.assertIn("The tap drips", page.text, "what was typed stays")
        self.assertEqual(self.tickets.search_count([]), before)

    def test_bad_units(self):
        before = self.tickets.search_count([])
        for unit in (self.unit_102.id, self.other_unit.id, "x", ""):
            with self.subTest(unit=unit):
                self.assertIn("alert-danger", self._post(unit_id=unit).text)
        self.assertEqual(self.tickets.search_count([]), before)

    def test_pages(self):
        """List, page and way back from others' requests; no word of the staff's."""
        ticket = self._make_request(partner=self.owner_a)
        other = self._make_request(unit=self.unit_102, partner=self.owner_b)
        self._close(ticket)
        page = self.url_open("/my/requests").text
        self.assertIn(ticket.number, page)
        self.assertNotIn(other.number, page)
        self.assertNotIn(ticket.number, self.url_open("/my/requests?status=open").text)
        page = self.url_open(f"/my/requests/{ticket.id}").text
        self.assertIn(ticket.number, page)
        self.assertIn('name="level"', page)
        self.assertNotIn(SECRET, page)
        answer = self.url_open(f"/my/requests/{other.id}")
        self.assertTrue(answer.url.endswith("/my/requests"))
        self.assertNotIn(other.number, answer.text)
        home = self.url_open("/my/home").text
        self.assertIn("/my/requests", home)
        self.assertNotIn("/my/tickets", home)

    def test_helpdesk_pages_lead_here(self):
        """The helpdesk's own pages would show description, staff and stages."""
        ticket = self._make_request(partner=self.owner_a)
        answer = self.url_open(f"/my/ticket/{ticket.id}")
        self.assertTrue(answer.url.endswith(f"/my/requests/{ticket.id}"))
        self.assertNotIn(SECRET, answer.text)
        for url in ("/my/tickets", "/new/ticket"):
            self.assertIn("/my/requests", self.url_open(url).url)
        before = self.tickets.search_count([])
        data = {"csrf_token": self._token(), "subject": "x", "description": "y"}
        self.url_open("/submitted/ticket", data=data)
        self.assertEqual(self.tickets.search_count([]), before)
        self.logout()
        token = ticket._portal_ensure_token()
        answer = self.url_open(f"/my/ticket/{ticket.id}/{token}")
        self.assertNotIn(SECRET, answer.text)
        self.assertIn("/web/login", answer.url)

    def test_rate_and_write(self):
        ticket = self._make_request(partner=self.owner_a)
        self._close(ticket)
        url = f"/my/requests/{ticket.id}"
        token = self._token(url)
        data = {"csrf_token": token, "level": "4", "text": "Quick"}
        page = self.url_open(f"{url}/rate", data=data)
        self.assertEqual(ticket.property_rating, "4")
        self.assertNotIn('name="level"', page.text)
        page = self.url_open(f"{url}/rate", data={**data, "level": "1"})
        self.assertIn("alert-danger", page.text)
        self.assertEqual(ticket.property_rating, "4")
        data = {"csrf_token": token, "text": "Thanks <b>a lot</b>"}
        page = self.url_open(f"{url}/message", data=data)
        self.assertIn("Thanks &lt;b&gt;a lot&lt;/b&gt;", page.text)

    def test_no_actions_on_others_requests(self):
        other = self._make_request(unit=self.unit_102, partner=self.owner_b)
        self._close(other)
        token = self._token()
        data = {"csrf_token": token, "level": "1", "text": "mine now"}
        for action in ("rate", "message"):
            answer = self.url_open(f"/my/requests/{other.id}/{action}", data=data)
            self.assertTrue(answer.url.endswith("/my/requests"))
        self.assertFalse(other.property_rating)
        self.assertNotIn("mine now", str(other.message_ids.mapped("body")))

    @mute_logger("odoo.http")
    def test_files_of_others_and_of_staff(self):
        """A photo opens through its own request only; files of staff not at all."""
        files = self.env["ir.attachment"]
        ticket = self._make_request(partner=self.owner_a)
        other = self._file(self.neighbour, self.unit_102.with_user(self.neighbour))
        values = {"name": "x.jpg", "raw": self._photo((9, 9))}
        staff = files.with_user(self.user_assistant).create(
            {**values, "res_model": "helpdesk.ticket", "res_id": ticket.id}
        )
        # As the portal does for the resident.
        theirs = (
            files.with_user(self.neighbour)
            .sudo()
            .create({**values, "res_model": "helpdesk.ticket", "res_id": other.id})
        )
        for url in (
            f"/my/requests/{ticket.id}/photos/{staff.id}",
            f"/my/requests/{ticket.id}/photos/{theirs.id}",
            f"/my/requests/{other.id}/photos/{theirs.id}",
            f"/web/content/{staff.id}",
            f"/web/content/{theirs.id}",
        ):
            with self.subTest(url=url):
                self.assertEqual(self.url_open(url).status_code, 404)

    def test_rpc(self):
        """The same over the client's own calls."""
        ticket = self._make_request(partner=self.owner_a)
        self._close(ticket)
        other = self._make_request(unit=self.unit_102, partner=self.owner_b)

        def call(method, *args, model="helpdesk.ticket"):
            with mute_logger("odoo.http"):
                answer = self.url_open(
                    "/web/dataset/call_kw",
                    json={
                        "params": {
                            "model": model,
                            "method": method,
                            "args": args,
                            "kwargs": {},
                        }
                    },
                )
            return answer.json()

        names = call("read", [ticket.id], ["name"])["result"]
        self.assertEqual(names[0]["name"], ticket.name)
        for method, *args in (
            ("read", [ticket.id], ["property_close_reason"]),
            ("read", [ticket.id], ["description"]),
            ("read", [other.id], ["name"]),
            ("write", [ticket.id], {"name": "x"}),
            ("write", [ticket.id], {"property_rating": "5"}),
            ("_property_rate", [ticket.id], "5"),
            ("_property_file", [], {}),
            ("action_property_accept", [ticket.id]),
            ("property_desk_card", self.unit_101.id),
            ("property_desk_create", {"name": "x"}),
        ):
            with self.subTest(method=method, args=args):
                self.assertIn("error", call(method, *args))
        found = call("search_read", [("property_unit_id", "!=", False)], ["name"])
        self.assertEqual([row["id"] for row in found["result"]], ticket.ids)
        self.assertNotIn(SECRET, str(call("search_read", [], ["message_ids", "name"])))
        self.assertFalse(ticket.property_rating)
        content = base64.b64encode(b"x").decode()
        values = {"name": "x", "datas": content, "res_model": "helpdesk.ticket"}
        self.assertIn(
            "error",
            call("create", {**values, "res_id": other.id}, model="ir.attachment"),
        )
