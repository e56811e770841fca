"""The person file: masked, revealed with a reason, searched by hash (SEC-01, PIPL)."""

import json
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError

from ..tools import identity
from .common import PropertyCommon

# Generated: no such district code is given out.
BODY = "99010119900101001"
NUMBER = BODY + identity.check_character(BODY)


class TestIdentity(PropertyCommon):
    def test_normalise(self):
        self.assertEqual(identity.normalise(" １２3-4x "), "1234X")

    def test_check_digit(self):
        """Exactly one of the eleven check characters is accepted."""
        accepted = [c for c in "0123456789X" if identity.is_resident_number(BODY + c)]
        self.assertEqual(accepted, [NUMBER[-1]])

    def test_day_of_birth(self):
        body = "99010119900231001"
        number = body + identity.check_character(body)
        self.assertFalse(identity.is_resident_number(number), "31 February")

    def test_mask(self):
        self.assertEqual(identity.mask(NUMBER), "990" + "*" * 11 + NUMBER[-4:])
        self.assertEqual(identity.mask("E1234567"), "******67")


class TestPerson(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env["property.person"].create(
            {"partner_id": cls.owner_a.id, "id_number": NUMBER}
        )

    def _everything_readable(self, user):
        """All that this user can read of the person, as one text."""
        person = self.person.with_user(user)
        names = [
            name
            for name, field in person._fields.items()
            if person._has_field_access(field, "read")
        ]
        exported = person.sudo().export_data(["id_number", "id_mask"])
        return json.dumps([person.read(names), exported], default=str)

    def test_number_is_never_read(self):
        """Neither read, export nor the cache after writing shows the number."""
        for user in (self.user_assistant, self.user_manager, self.user_auditor):
            with self.subTest(user=user.login):
                text = self._everything_readable(user)
                self.assertNotIn(NUMBER, text)
                self.assertIn(identity.mask(NUMBER), text)
        person = self.person.with_user(self.user_assistant)
        person.id_number = NUMBER
        self.assertEqual(person.id_number, identity.mask(NUMBER))
        saved = person.web_save({"id_number": NUMBER}, {"id_number": {}})
        self.assertNotIn(NUMBER, json.dumps(saved))

    def test_number_is_not_grouped_or_listed(self):
        persons = self.env["property.person"].with_user(self.user_manager)
        with self.assertRaises(AccessError):
            persons._read_group([], ["id_hash"])
        with self.assertRaises(ValueError):
            persons._read_group([], ["id_number"])
        with self.assertRaises(AccessError):
            self.env["property.person.secret"].with_user(self.user_manager).search([])

    def test_search_by_whole_number(self):
        persons = self.env["property.person"].with_user(self.user_assistant)
        for text in (NUMBER, NUMBER.lower(), f" {NUMBER[:6]} {NUMBER[6:]}"):
            self.assertEqual(persons.search([("id_number", "=", text)]), self.person)
            self.assertEqual(
                persons.search([("id_number", "ilike", text)]), self.person
            )
        self.assertFalse(persons.search([("id_number", "ilike", NUMBER[:10])]))
        with self.assertRaises(AccessError):
            persons.search([("id_hash", "!=", False)])
        names = self.env["res.partner"].with_user(self.user_assistant)
        self.assertFalse(names.name_search(NUMBER))

    def test_masked_number_is_no_number(self):
        """A form that sends the masked form back changes nothing."""
        self.person.write({"id_number": self.person.id_mask})
        self.assertEqual(self._reveal(self.user_administrator), NUMBER)
        with self.assertRaisesRegex(ValidationError, "not the masked one"):
            self.person.write({"id_number": "123***********4567"})

    def test_wrong_number(self):
        wrong = BODY + ("0" if NUMBER[-1] != "0" else "1")
        with self.assertRaisesRegex(ValidationError, "compare it with the card"):
            self.person.write({"id_number": wrong})
        other = self.env["property.person"].create(
            {"partner_id": self.owner_b.id, "id_type": "passport", "id_number": "E1"}
        )
        with self.assertRaises(ValidationError):
            other.id_type = "resident"

    def test_birthday_from_number(self):
        self.assertEqual(self.person.birthday, date(1990, 1, 1))
        self.assertEqual(self.person.sex, "male")

    def test_erase_number(self):
        self.person.id_number = False
        self.assertFalse(self.person.id_mask)
        self.assertNotIn(
            self.person,
            self.env["property.person"].search([("id_number", "=", NUMBER)]),
        )
        with self.assertRaises(UserError):
            self._reveal(self.user_administrator)

    # === Reveal ===

    def _reveal(self, user, reason="Compared with the deed"):
        return self.person.with_user(user).action_reveal(reason)

    def test_reveal_leaves_a_row(self):
        log = self.env["property.access.log"]
        before = log.search([])
        self.assertEqual(self._reveal(self.user_administrator), NUMBER)
        row = log.search([]) - before
        self.assertRecordValues(
            row,
            [
                {
                    "user_id": self.user_administrator.id,
                    "kind": "reveal",
                    "res_model": "property.person",
                    "res_id": self.person.id,
                    "reason": "Compared with the deed",
                }
            ],
        )
        with self.assertRaises(AccessError):
            row.sudo().write({"reason": "another"})
        with self.assertRaises(AccessError):
            row.sudo().unlink()

    def test_reveal_needs_role_and_reason(self):
        for user in (self.user_assistant, self.user_auditor, self.user_technician):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._reveal(user)
        with self.assertRaises(UserError):
            self._reveal(self.user_administrator, "  ")

    # === Who reaches the file ===

    def test_closed_to_others(self):
        for user in (
            self.user_technician,
            self.user_accountant,
            self.user_resident,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.person.with_user(user).read(["birthday"])

    def test_other_estate(self):
        """An assistant of another estate finds neither file nor number."""
        stranger = self._make_user(
            "property_stranger",
            "property_service.property_service_group_manager",
            estates=self.mall,
        )
        persons = self.env["property.person"].with_user(stranger)
        self.assertFalse(persons.search([("id_number", "=", NUMBER)]))
        with self.assertRaises(AccessError):
            self.person.with_user(stranger).action_reveal("Curious")
        # Somebody who holds units in both is seen in both.
        self._make_occupancy(self.shop, self.owner_a, share=100.0)
        self.assertEqual(persons.search([("id_number", "=", NUMBER)]), self.person)

    def test_import_is_hashed(self):
        result = (
            self.env["property.person"]
            .with_user(self.user_assistant)
            .load(
                ["partner_id/.id", "id_type", "id_number"],
                [[str(self.owner_b.id), "resident", NUMBER]],
            )
        )
        self.assertFalse(result["messages"])
        person = self.env["property.person"].browse(result["ids"])
        self.assertEqual(person.id_number, identity.mask(NUMBER))
        self.env.cr.execute("SELECT * FROM property_person WHERE id = %s", [person.id])
        self.assertNotIn(NUMBER, str(self.env.cr.fetchall()))

    # === Retention ===

    def test_retention_and_anonymise(self):
        """Kept as long as the setting says, then erased; the ledger row stays."""
        self.assertFalse(self.person.retention_date)
        rows = self.owner_a.property_occupancy_ids
        supervisor = self.person.with_user(self.user_supervisor)
        with self.assertRaisesRegex(UserError, "still holds"):
            supervisor.action_anonymise("Asked for")
        rows.write({"date_end": "2025-03-31"})
        self.assertEqual(self.person.retention_date, date(2028, 3, 31))
        with freeze_time("2028-03-30"), self.assertRaisesRegex(UserError, "2028-03-31"):
            supervisor.action_anonymise("Asked for")
        partner = self.owner_a
        with freeze_time("2028-04-01 12:00:00"):
            with self.assertRaises(AccessError):
                self.person.with_user(self.user_assistant).action_anonymise("Why not")
            supervisor.action_anonymise("Retention over")
        self.assertFalse(partner.phone)
        self.assertEqual(partner.name, f"Former resident {partner.id}")
        self.assertFalse(self.user_resident.active)
        self.assertFalse(self.person.birthday)
        self.assertFalse(
            self.env["property.person.secret"].search(
                [("person_id", "=", self.person.id)]
            )
        )
        self.assertTrue(rows.exists())
        self.assertTrue(
            self.env["property.access.log"].search_count(
                [("kind", "=", "anonymise"), ("res_id", "=", self.person.id)]
            )
        )

    def test_retention_follows_setting(self):
        self.owner_a.property_occupancy_ids.write({"date_end": "2025-03-31"})
        self.env["property.parameter.value"].create(
            {
                "parameter_id": self.env.ref(
                    "property_service.parameter_retention_owner"
                ).id,
                "company_id": self.company.id,
                "value": "12",
            }
        )
        self.assertEqual(self.person.retention_date, date(2026, 3, 31))
