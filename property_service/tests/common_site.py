"""A renovation with its permit, for the tests of what happens on the site."""

import base64
import io
from datetime import timedelta

from PIL import Image
from pypdf import PdfReader

from ..tools import identity
from .common import PropertyCommon

BODY = "99010119900101001"
NUMBER = BODY + identity.check_character(BODY)


def picture(color="red"):
    """A small photo, as bytes."""
    with io.BytesIO() as stream:
        Image.new("RGB", (60, 80), color).save(stream, "PNG")
        return stream.getvalue()


def text_of(content):
    """The text of a PDF as people read it, without line breaks."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return "".join(pages).replace("\n", "")


class SiteCase(PropertyCommon):
    """Unit 101 is being renovated by its owner, with a permit for 30 days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.agent = cls._make_staff("Agent", cls.user_assistant)
        cls.boss = cls._make_staff("Boss", cls.user_supervisor, post="supervisor")
        cls.zone = cls.env["property.zone"].create(
            {
                "name": "一区",
                "estate_id": cls.estate.id,
                "agent_id": cls.agent.id,
                "supervisor_id": cls.boss.id,
            }
        )
        cls.building.zone_id = cls.zone
        cls.unit_101.zone_id = cls.zone
        cls.contractor = cls._make_partner("Test Builders", is_company=True)
        cls.renovation = cls._make_renovation(cls.unit_101, cls.owner_a)

    @classmethod
    def _make_renovation(cls, unit, applicant, state="in_progress", days=30):
        renovation = cls.env["property.renovation"].create(
            {
                "unit_id": unit.id,
                "applicant_id": applicant.id,
                "contractor_id": cls.contractor.id,
                "date_start": cls.today,
                "date_end": cls.today + timedelta(days=days),
            }
        )
        # The way to the permit has its own tests.
        renovation._property_move(
            state,
            permit_number=f"P-{renovation.id}",
            permit_issued_on=cls.today,
            permit_date_start=cls.today,
            permit_date_end=cls.today + timedelta(days=days),
            started_on=cls.today,
        )
        return renovation

    @classmethod
    def _make_photo(cls, name="site.png", user=None, **values):
        """A photo just uploaded by a user."""
        return (
            cls.env["ir.attachment"]
            .with_user(user or cls.user_assistant)
            .create({"name": name, "raw": picture(), **values})
        )

    @classmethod
    def _make_pass(cls, user=None, **values):
        """A worker with everything that a pass needs."""
        return (
            cls.env["property.access.pass"]
            .with_user(user or cls.user_assistant)
            .create(
                {
                    "kind_id": cls.env.ref(
                        "property_service.property_access_pass_kind_worker"
                    ).id,
                    "renovation_id": cls.renovation.id,
                    "holder": "Worker",
                    "photo": base64.b64encode(picture()),
                    "id_number": NUMBER,
                    "id_checked": True,
                    **values,
                }
            )
        )

    def _print(self, xmlid, records, user=None):
        reports = self.env["ir.actions.report"].with_user(user or self.user_assistant)
        report = self.env.ref(f"property_service.{xmlid}")
        content, kind = reports.with_context(lang="zh_CN")._render_qweb_pdf(
            report.report_name, records.ids
        )
        self.assertEqual(kind, "pdf")
        return text_of(content)
