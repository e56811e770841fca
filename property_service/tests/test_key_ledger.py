from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .key_common import SIGNATURE, PropertyKeyCommon

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "lend",
                "return",
                "lose_lent",
                "lose_hung",
                "lose_owned",
                "found",
                "issue",
                "take_back",
                "add",
                "retire",
                "count",
            ]
        ),
        st.integers(1, 3),
    ),
    max_size=10,
)

# A step that the keys do not allow now; the walk tries another.
IMPOSSIBLE = "not possible"


@tagged("post_install", "-at_install")
class TestKeyLedger(PropertyKeyCommon):
    """KEY-02: what is where follows from the movements, whatever happens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Stands for the move-in: a record with unit and person.
        cls.origin = cls.env["property.key.undertaking"].create(
            {"unit_id": cls.unit_101.id}
        )

    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    @given(copies=st.integers(1, 4), steps=STEPS)
    def test_copies_are_conserved(self, copies, steps):
        """copies = in the cabinet + lent + with the owner + lost, after each step."""
        keys = self._make_set("delivery", copies)
        model = {"in": copies, "out": 0, "owner": 0, "lost": 0}
        for step, number in steps:
            before = dict(model)
            with self.subTest(step=step):
                if not self._try(keys, model, step, number):
                    model.update(before)
            self._check_ledger(keys, model)
        keys.cabinet_id = False

    def _try(self, keys, model, step, number):
        """Take a step; refusals must be those of the model."""
        source, target, act = {
            "lend": ("in", "out", self._step_lend),
            "return": ("out", "in", self._step_return),
            "lose_lent": ("out", "lost", self._step_lose_lent),
            "lose_hung": ("in", "lost", self._step_lose),
            "lose_owned": ("owner", "lost", self._step_lose),
            "found": ("lost", "in", self._step_found),
            "issue": ("in", "owner", self._step_owner),
            "take_back": ("owner", "in", self._step_owner),
            "add": (None, "in", self._step_add),
            "retire": ("in", None, self._step_retire),
            "count": ("in", "lost", self._step_count),
        }[step]
        possible = source is None or model[source] >= number
        if step in ("return", "lose_lent"):
            possible = any(loan.copies_open >= number for loan in keys.open_loan_ids)
        if step == "found":
            possible = any(loss.copies == number for loss in self._open_losses(keys))
        if not possible:
            with self.assertRaises(UserError), self.env.cr.savepoint():
                act(keys, step, number)
            return False
        act(keys, step, number)
        if source:
            model[source] -= number
        if target:
            model[target] += number
        return True

    def _open_losses(self, keys):
        return self.env["property.key.loss"].search(
            [("set_id", "=", keys.id), ("state", "=", "reported")]
        )

    def _step_lend(self, keys, step, number):
        self._lend(keys, number)

    def _loan_for(self, keys, number):
        loans = keys.open_loan_ids.filtered(lambda loan: loan.copies_open >= number)
        if not loans:
            raise UserError(IMPOSSIBLE)
        return loans[0]

    def _step_return(self, keys, step, number):
        self._loan_for(keys, number)._property_return(number)

    def _step_lose_lent(self, keys, step, number):
        self._report(
            keys,
            source="borrower",
            copies=number,
            loan_id=self._loan_for(keys, number).id,
        )

    def _step_lose(self, keys, step, number):
        source = "cabinet" if step == "lose_hung" else "owner"
        self._report(keys, source=source, copies=number)

    def _report(self, keys, **values):
        loss = self.env["property.key.loss"].create(
            {
                "set_id": keys.id,
                "reported_by": "Somebody",
                "circumstances": "On the way",
                **values,
            }
        )
        loss.action_report()
        return loss

    def _step_found(self, keys, step, number):
        losses = self._open_losses(keys).filtered(lambda loss: loss.copies == number)
        if not losses:
            raise UserError(IMPOSSIBLE)
        losses[0].action_found()

    def _step_owner(self, keys, step, number):
        sets = self.env["property.key.set"]
        call = (
            sets._property_issue_to_owner
            if step == "issue"
            else sets._property_take_back
        )
        call(
            self.origin,
            [{"set_id": keys.id, "copies": number}],
            signature=SIGNATURE,
        )

    def _step_add(self, keys, step, number):
        keys.action_add_copies(number, "Made")

    def _step_retire(self, keys, step, number):
        keys.with_user(self.user_supervisor).action_retire(number, "Worn out")

    def _step_count(self, keys, step, number):
        """A count that finds ``number`` copies fewer than the ledger says."""
        counts = self.env["property.key.count"].with_user(self.user_assistant)
        count = counts._property_start(keys.cabinet_id)
        line = count.line_ids.filtered(lambda row: row.set_id == keys)
        if not line or keys.copies_in < number:
            count.action_cancel()
            raise UserError(IMPOSSIBLE)
        count.action_count_rest()
        line.write(
            {
                "counted": keys.copies_in - number,
                "resolution": "lost",
                "explanation": "Not on the hook",
            }
        )
        count.action_finish()
        count.with_user(self.user_second).action_sign()

    def _check_ledger(self, keys, model):
        total = sum(model.values())
        self.assertEqual(
            self._counts(keys),
            (total, model["in"], model["out"], model["owner"], model["lost"]),
        )
        movements = keys.movement_ids.sorted("id", reverse=True)
        for place, name in (
            ("cabinet", "copies_in"),
            ("borrower", "copies_out"),
            ("owner", "copies_owner"),
            ("lost", "copies_lost"),
        ):
            moved = sum(
                row.copies * ((row.target == place) - (row.source == place))
                for row in movements
            )
            self.assertEqual(moved, keys[name], place)
        self.assertEqual(movements[:1].balance_in, keys.copies_in)
        self.assertEqual(sum(keys.open_loan_ids.mapped("copies_open")), keys.copies_out)

    # === The log ===

    def test_log_is_append_only(self):
        """KEY-02: nobody edits, deletes or adds movements by hand, managers neither."""
        keys = self._make_set()
        movement = keys.movement_ids
        self.assertEqual((movement.kind, movement.copies), ("register", 1))
        for user in (self.user_assistant, self.user_manager):
            own = movement.with_user(user)
            with self.assertRaises(UserError):
                own.write({"copies": 5})
            with self.assertRaises(AccessError):
                own.unlink()
            with self.assertRaises(AccessError):
                own.create(
                    {
                        "set_id": keys.id,
                        "kind": "found",
                        "source": "lost",
                        "target": "cabinet",
                        "copies": 1,
                    }
                )
        with self.assertRaises(UserError):
            movement.sudo().write({"note": "changed"})
        with self.assertRaises(UserError):
            movement.sudo().unlink()

    def test_user_and_time_are_the_servers(self):
        """Whatever a caller sends along."""
        keys = self._make_set().with_user(self.user_assistant)
        movement = keys._property_move(
            "lend", 1, user_id=self.user_manager.id, moved_on="2020-01-01"
        )
        self.assertEqual(movement.user_id, self.user_assistant)
        self.assertGreater(movement.moved_on.year, 2020)

    def test_counts_are_not_written(self):
        keys = self._make_set(copies=2).with_user(self.user_manager)
        for name in ("copies", "copies_in", "copies_lost"):
            with self.assertRaises(UserError):
                keys.write({name: 9})
        with self.assertRaises(UserError):
            keys.write({"state": "lost"})
        with self.assertRaises(UserError):
            keys.with_user(self.user_manager).sudo().unlink()

    def test_set_is_created_as_counted(self):
        """KEY-01: a new set hangs whole on its hook, whatever is sent along."""
        keys = self._make_set(copies=3, copies_in=9, copies_out=2, code="MINE")
        self.assertEqual(self._counts(keys), (3, 3, 0, 0, 0))
        self.assertRegex(keys.code, r"^KS\d{6}$")
        self.assertEqual(keys.state, "in")

    def test_unit_is_fixed_once_moved(self):
        keys = self._make_set("delivery").with_user(self.user_supervisor)
        with self.assertRaises(UserError):
            keys.unit_id = self.unit_102
        keys.name = "Front door"

    def test_archiving_needs_an_empty_hook(self):
        keys = self._make_set().with_user(self.user_supervisor)
        with self.assertRaises(UserError):
            keys.action_archive()
        keys.action_retire(note="Door is gone")
        keys.action_archive()
        self.assertEqual(keys.state, "retired")
        # The hook is free for another set.
        self.assertEqual(self._make_set(hook=keys.hook).hook, keys.hook)

    # === Cabinet ===

    def test_hooks(self):
        """KEY-01: one set a hook; the first free one is offered."""
        first, second = self._make_set(), self._make_set()
        self.assertEqual((first.hook, second.hook), (1, 2))
        self.assertEqual(first.position, "A-001")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            second.hook = 1
            second.flush_recordset()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            second.hook = 51
        other = self.cabinet.copy({"code": "B", "hook_count": 1})
        first.cabinet_id = other
        self.assertEqual(first.position, "B-001")
        with self.assertRaises(ValidationError):
            second.cabinet_id = other

    def test_many_sets_at_once(self):
        sets = self.env["property.key.set"].create(
            [
                {
                    "place": f"Room {number}",
                    "custody_class_id": self._class("plant").id,
                    "cabinet_id": self.cabinet.id,
                    "copies": 2,
                }
                for number in range(5)
            ]
        )
        self.assertEqual(sets.mapped("hook"), [1, 2, 3, 4, 5])
        self.assertEqual(self.cabinet.copies_in, 10)

    def test_classes_need_their_unit(self):
        with self.assertRaises(ValidationError):
            self._make_set("entrusted", unit_id=False)

    def test_unit_shows_its_keys(self):
        keys = self._make_set("delivery", 2)
        loan = self._lend(keys)
        unit = self.unit_101.with_user(self.user_assistant)
        self.assertEqual((unit.key_set_count, unit.key_out_count), (1, 1))
        self.assertEqual(unit._property_keys_out(), loan)
        self.assertEqual(unit._property_keys_kept(), keys)
        self.assertEqual(
            unit.action_open_keys()["domain"], [("unit_id", "in", unit.ids)]
        )
        loan._property_return()
        self.assertFalse(unit._property_keys_out())
