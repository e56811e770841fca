from datetime import date

from psycopg2.errors import ExclusionViolation

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .handover_common import HandoverCommon, HandoverFeeCommon


class TestHandoverComplete(HandoverCommon):
    """What follows for unit and people from a completed move-in (MVI-01, ARC-08)."""

    def _complete(self, case):
        self._do_steps(case)
        self.assertEqual(case.state, "completed")
        return case

    def test_first_handover(self):
        """Day, owner and status of the unit; the developer pays no longer."""
        case = self._complete(self._make_case())
        unit = self.unit_103
        self.assertEqual(unit.handover_date, self.today)
        self.assertEqual(unit.state, "vacant")
        self.assertEqual(unit.owner_ids, self.owner_b)
        self.assertEqual(unit.payer_id, self.owner_b)
        self.assertEqual(case.person_ids.occupancy_id, unit.occupancy_ids)
        self.assertEqual(unit.occupancy_ids.date_start, self.today)

    def test_household(self):
        """Who lives there stands in the archive, and the unit is occupied (ARC-08)."""
        case = self._make_case()
        child = self._make_partner("Child B")
        case.person_ids = [
            (0, 0, {"partner_id": child.id, "role": "household", "relation": "Son"})
        ]
        self._complete(case)
        row = self.unit_103.occupancy_ids.filtered(lambda o: o.partner_id == child)
        self.assertEqual((row.role, row.relation), ("household", "Son"))
        self.assertEqual(self.unit_103.state, "occupied")

    def test_payer(self):
        """Another payer than the owner with the largest share."""
        case = self._make_case()
        case.person_ids = [
            (0, 0, {"partner_id": self.merchant.id, "role": "agent", "is_payer": True})
        ]
        self._complete(case)
        self.assertEqual(self.unit_103.payer_id, self.merchant)

    def test_status_chosen(self):
        """Where the owner lets the unit at once, the desk says so."""
        self._complete(self._make_case(state_after="leased"))
        self.assertEqual(self.unit_103.state, "leased")

    def test_owners_known_before(self):
        """Buyers on record before the day keep their rows; nobody is entered twice."""
        rows = self._make_occupancy(self.unit_103, self.owner_a, share=60.0)
        rows |= self._make_occupancy(self.unit_103, self.owner_b, share=40.0)
        case = self.env["property.handover"].create({"unit_id": self.unit_103.id})
        self.assertEqual(case.partner_id, self.owner_a)
        self.assertEqual(case.person_ids.occupancy_id, rows)
        self._complete(case.with_user(self.user_assistant))
        self.assertEqual(self.unit_103.occupancy_ids, rows)
        self.assertEqual(self.unit_103.payer_id, self.owner_a)

    def test_resale(self):
        """A second move-in goes on from the first: its day stays, no fund again."""
        first = self._complete(self._make_case())
        first.action_archive_case()
        self.unit_103.occupancy_ids.date_end = self.today
        self._make_occupancy(self.unit_103, self.tenant, share=0, date_start=self.today)
        second = self._make_case(partner=self.tenant, state_after="occupied")
        self.assertEqual(second.previous_id, first)
        self.assertFalse(second.payment_ids)
        day = self.unit_103.handover_date
        self._complete(second)
        self.assertEqual(self.unit_103.handover_date, day)
        self.assertEqual(self.unit_103.state, "occupied")

    def test_all_or_nothing(self):
        """If a person cannot be entered, nothing has happened."""
        self._make_occupancy(self.unit_103, self.tenant, role="tenant", is_payer=True)
        case = self._make_case(partner=self.owner_a)
        case.person_ids.filtered(lambda p: p.role == "tenant").unlink()
        case.person_ids = [
            (0, 0, {"partner_id": self.owner_a.id, "role": "agent", "is_payer": True})
        ]
        self._do_steps(case, until="keys")
        self._bring_papers(case)
        self._sign(case)
        self.env.flush_all()
        with mute_logger("odoo.sql_db"), self.assertRaises(ExclusionViolation):
            with self.env.cr.savepoint():
                case.action_next_step()
                self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(case.state, "in_progress")
        self.assertFalse(self.unit_103.handover_date)
        self.assertEqual(self.unit_103.state, "undelivered")

    def test_people_stay_after(self):
        case = self._complete(self._make_case())
        with self.assertRaisesRegex(UserError, "is completed"):
            case.person_ids.role = "agent"


class TestHandoverFees(HandoverFeeCommon):
    """Fees start by the estate's rule; what was billed too far goes over (5.4)."""

    def setUp(self):
        super().setUp()
        self._assign(self.unit_103)

    def _handover(self, day, rule):
        parameter = self.env.ref("property_service.property_parameter_fee_start_rule")
        self.env["property.parameter.value"].create(
            {
                "parameter_id": parameter.id,
                "company_id": self.company.id,
                "estate_id": self.estate.id,
                "value": rule,
            }
        )
        case = self._make_case(date=day)
        self._do_steps(case)
        return case

    def _amounts(self, partner):
        charges = self.env["property.fee.charge"].search(
            [("unit_id", "=", self.unit_103.id), ("partner_id", "=", partner.id)]
        )
        return charges.filtered(lambda charge: charge.state == "posted")

    def test_next_month(self):
        """The developer pays the month of handover, the owner from the next one."""
        case = self._handover("2026-10-20", "next_month")
        self.assertEqual(case.fee_start_date, date(2026, 11, 1))
        self._bill("2026-10-01")
        self._bill("2026-11-01", invoice_date="2026-11-05")
        self.assertCharges(
            self._amounts(self.developer),
            [("2026-10-01", "2026-10-19", 194.9), ("2026-10-20", "2026-10-31", 123.1)],
        )
        self.assertCharges(
            self._amounts(self.owner_b), [("2026-11-01", "2026-11-30", 318.0)]
        )

    def test_billed_before_handover(self):
        """Days of the owner that the developer was billed are taken back and billed."""
        self._bill("2026-10-01")
        self.assertCharges(
            self._amounts(self.developer), [("2026-10-01", "2026-10-31", 318.0)]
        )
        case = self._handover("2026-10-22", "same_day")
        self.assertEqual(case.fee_start_date, date(2026, 10, 22))
        developer, owner = self._amounts(self.developer), self._amounts(self.owner_b)
        self.assertCharges(developer, [("2026-10-01", "2026-10-21", 215.42)])
        self.assertCharges(owner, [("2026-10-22", "2026-10-31", 102.58)])
        # Repeating the bill changes nothing: the days are charged.
        case.sudo()._property_pass_fees()
        self.assertEqual(self._amounts(self.owner_b), owner)

    def test_prepaid_fee_line(self):
        """Where an estate asks for months in advance, the case names the amount."""
        parameter = self.env.ref(
            "property_service.property_parameter_handover_prepaid_months"
        )
        self.env["property.parameter.value"].create(
            {
                "parameter_id": parameter.id,
                "company_id": self.company.id,
                "estate_id": self.estate.id,
                "value": "3",
            }
        )
        case = self._make_case()
        fee = case.payment_ids.filtered(lambda payment: payment.kind == "fee")
        self.assertEqual(fee.amount, 954.0)
