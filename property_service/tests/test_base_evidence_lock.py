"""Locked files: neither changed nor deleted nor moved, by whomever and whatever way."""

import base64

from odoo.exceptions import UserError

from .common import PropertyCommon

OTHER = base64.b64encode(b"other")


class TestEvidenceLock(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.file = cls.env["ir.attachment"].create(
            {
                "name": "photo.txt",
                "raw": b"evidence",
                "res_model": "property.unit",
                "res_id": cls.unit_101.id,
            }
        )
        cls.file._property_lock()

    def test_locked_files_stay_as_they_are(self):
        """REN-21: evidence is mandatory and unchangeable, for an administrator too."""
        for user in (self.user_manager, self.env.ref("base.user_admin"), self.env.user):
            file = self.file.with_user(user)
            for values in (
                {"datas": OTHER},
                {"raw": b"other"},
                {"db_datas": OTHER},
                {"name": "other"},
                {"res_id": self.unit_102.id},
                {"res_model": "property.building"},
                {"res_field": "note"},
                {"type": "url", "url": "https://example.org"},
                {"public": True},
                {"property_locked": False},
                {"raw": b"evidence", "mimetype": "image/png"},
            ):
                with self.subTest(user=user.login, values=values):
                    with self.assertRaises(UserError):
                        file.write(values)
            with self.assertRaises(UserError):
                file.unlink()
        self.env.invalidate_all()
        self.assertEqual(self.file.raw, b"evidence")

    def test_a_locked_file_keeps_its_record(self):
        """The record's own deletion would take the evidence along."""
        unit = self._make_unit("lock-1")
        file = self.env["ir.attachment"].create(
            {"name": "a", "raw": b"a", "res_model": unit._name, "res_id": unit.id}
        )
        file._property_lock()
        with self.assertRaises(UserError):
            unit.unlink()

    def test_moving_to_another_storage(self):
        """The same content may be written again."""
        self.file.write({"raw": b"evidence", "mimetype": self.file.mimetype})
        self.assertTrue(self.file.property_locked)

    def test_copies_are_free(self):
        self.assertFalse(self.file.copy().property_locked)

    def test_nobody_locks_by_hand(self):
        files = self.env["ir.attachment"].with_user(self.user_assistant)
        file = files.create({"name": "mine", "raw": b"x", "property_locked": True})
        self.assertFalse(file.property_locked)
        with self.assertRaises(UserError):
            file.property_locked = True
        with self.assertRaises(UserError):
            self.file.with_user(self.user_manager)._property_unlock()
