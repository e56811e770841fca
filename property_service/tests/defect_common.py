"""Inspections that are filled and works that are at some step, for the tests."""

import base64
import io

from PIL import Image

from odoo.fields import Command

from .common import PropertyCommon


def png():
    """A small picture, as a phone would send it."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()


class DefectCase(PropertyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assistant = cls.user_assistant
        cls.supervisor = cls.user_supervisor
        cls.building.completion_date = "2023-06-30"
        cls.fit_out = cls.env.ref("property_service.warranty_class_fit_out")
        cls.roof = cls.env.ref("property_service.warranty_class_roof")

    @classmethod
    def _start(cls, unit=None, user=None, **values):
        return (
            cls.env["property.inspection"]
            .with_user(user or cls.assistant)
            .create({"unit_id": (unit or cls.unit_103).id, **values})
        )

    @classmethod
    def _answer(cls, inspection, failing=(), notes=None):
        """Answer every line: pass, but for those with these codes."""
        lines = inspection.checklist_id.line_ids
        for line in lines:
            if line.answer_type == "measure":
                line.write({"measure": 12.5})
            elif line.needs_signature:
                line.write({"result": "ok", "signature": png(), "signed_by": "Owner A"})
        plain = lines.filtered(
            lambda row: row.answer_type != "measure" and not row.needs_signature
        )
        bad = plain.filtered(lambda row: row.code in failing)
        (plain - bad).write({"result": "ok"})
        for line in bad:
            line.write(
                {"result": "fail", "note": (notes or {}).get(line.code, "Crack")}
            )

    @classmethod
    def _inspect(cls, unit=None, failing=(), **values):
        inspection = cls._start(unit, **values)
        cls._answer(inspection, failing)
        inspection.action_finish()
        return inspection

    @classmethod
    def _defect(cls, unit=None, user=None, **values):
        return (
            cls.env["property.defect"]
            .with_user(user or cls.assistant)
            .create(
                {
                    "unit_id": (unit or cls.unit_103).id,
                    "section": "Kitchen",
                    "part": "Walls",
                    "description": "Crack of 20 cm",
                    "warranty_class_id": cls.fit_out.id,
                    **values,
                }
            )
        )

    @classmethod
    def _upload(cls, user=None, **values):
        """A file as the upload button of a form leaves it."""
        return (
            cls.env["ir.attachment"]
            .with_user(user or cls.assistant)
            .create({"name": "photo.png", "datas": png(), **values})
        )

    def _to_state(self, defect, state):
        """Move a work by its steps to a state."""
        steps = (
            ("transferred", lambda: defect.action_transfer()),
            ("repaired", lambda: defect.action_repaired()),
            ("passed", lambda: defect.action_pass()),
            ("closed", lambda: defect._property_sign_off(png(), "Owner A")),
        )
        for name, step in steps:
            if defect.state == state:
                return
            step()
            self.assertEqual(defect.state, name)

    def _with_photo(self, **values):
        photo = self._upload()
        return self._defect(photo_ids=[Command.set(photo.ids)], **values), photo
