from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import PropertyCommon

SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
    "AABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class PropertyKeyCommon(PropertyCommon):
    """A cabinet with keys of each class, and a technician who borrows them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = cls._make_staff("Technician")
        cls.reason = cls.env.ref("property_service.property_key_reason_repair")
        cls.cabinet = cls.env["property.key.cabinet"].create(
            {
                "name": "Front desk",
                "code": "A",
                "estate_id": cls.estate.id,
                "hook_count": 50,
            }
        )
        cls.user_second = cls._make_user(
            "property_second_assistant",
            "property_service.property_service_group_assistant",
        )

    @classmethod
    def _class(cls, code):
        return cls.env.ref(f"property_service.property_key_class_{code}")

    @classmethod
    def _make_set(cls, kind="public", copies=1, **values):
        """Keys of a public area, or of unit 101 where the class is a unit's."""
        rules = cls._class(kind)
        if rules.needs_unit:
            values.setdefault("unit_id", cls.unit_101.id)
        else:
            values.setdefault("place", "Roof")
        return cls.env["property.key.set"].create(
            {
                "custody_class_id": rules.id,
                "cabinet_id": cls.cabinet.id,
                "copies": copies,
                **values,
            }
        )

    @classmethod
    def _make_undertaking(cls, keys, **values):
        """The owner's signed undertaking for entrusted keys."""
        undertaking = cls.env["property.key.undertaking"].create(
            {
                "unit_id": keys.unit_id.id,
                "signature": SIGNATURE,
                "signed_by": "Owner A",
                **values,
            }
        )
        undertaking.action_sign()
        return undertaking

    def _make_loan(self, keys, copies=1, user=None, **values):
        """A loan to the technician, as an assistant writes it."""
        user = user or self.user_assistant
        return (
            self.env["property.key.loan"]
            .with_user(user)
            .create(
                {
                    "set_id": keys.id,
                    "copies": copies,
                    "holder_kind": "staff",
                    "staff_id": self.technician.id,
                    "reason_id": self.reason.id,
                    **values,
                }
            )
        )

    def _lend(self, keys, copies=1, **values):
        loan = self._make_loan(keys, copies, **values)
        loan.action_lend()
        return loan

    def _make_overdue(self, loan, hours=1):
        """As if the time was up ``hours`` ago."""
        moment = fields.Datetime.now() - timedelta(hours=hours)
        loan.sudo().write({"due_on": moment, "next_alert_on": moment})

    def _counts(self, keys):
        """(copies, in the cabinet, lent, with the owner, lost)"""
        return (
            keys.copies,
            keys.copies_in,
            keys.copies_out,
            keys.copies_owner,
            keys.copies_lost,
        )
