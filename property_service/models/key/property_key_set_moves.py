from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .property_key_movement import KINDS, PLACES
from .property_key_set import COUNTS, SUPERVISOR


class PropertyKeySet(models.Model):
    """The one way in which copies of a set move (KEY-02)."""

    _inherit = "property.key.set"

    def _property_move(self, kind, copies, source=None, **values):
        """Move copies of this set and bring its counts up to date.

        Two desks at once wait for nothing: the second is told that a colleague is at
        it, or starts again on what the first has left.

        :param str kind: a kind of ``property.key.movement``
        :param int copies: how many copies
        :param str source: the place they leave, where the kind allows several
        :param values: person, note, condition and the document behind the movement
        :return: the movement
        :raise UserError: when there are not so many copies at the place
        """
        self.ensure_one()
        sources, target = KINDS[kind]
        source = source or sources[0]
        if source not in sources:
            raise ValueError(f"{kind} from {source}")
        if copies < 1:
            raise UserError(
                self.env._("%(keys)s: enter how many copies.", keys=self.display_name)
            )
        self._property_lock()
        if source != "outside":
            self._property_check_enough(source, copies)
        # Nobody writes the log but this method, whoever moves the keys.
        movement = (
            self.env["property.key.movement"]
            .sudo()
            .create(
                {
                    "set_id": self.id,
                    "kind": kind,
                    "source": source,
                    "target": target,
                    "copies": copies,
                    "balance_in": self.copies_in
                    + copies * ((target == "cabinet") - (source == "cabinet")),
                    **values,
                }
            )
        )
        self._property_recount()
        return movement

    def _property_lock(self):
        """Hold the set until the end of the transaction, and read it afresh."""
        self.ensure_one()
        if not self.try_lock_for_update():
            raise UserError(
                self.env._(
                    "A colleague is moving %(keys)s at this moment; try again.",
                    keys=self.display_name,
                )
            )
        self.invalidate_recordset([*COUNTS.values(), "copies", "state"])

    def _property_check_enough(self, source, copies):
        present = self[COUNTS[source]]
        if present < copies:
            labels = dict(
                self.env["property.key.movement"]
                ._fields["source"]
                ._description_selection(self.env)
            )
            raise UserError(
                self.env._(
                    "%(keys)s: %(copies)s copies asked for, but %(present)s are there"
                    " (%(place)s).",
                    keys=self.display_name,
                    copies=copies,
                    present=present,
                    place=labels[source],
                )
            )

    def _property_recount(self):
        """Set the counts to the sums of the movements."""
        sums = {place: dict.fromkeys(self.ids, 0) for place, _label in PLACES}
        movements = self.env["property.key.movement"].sudo()  # all of them count
        domain = Domain("set_id", "in", self.ids)
        for field_name, sign in (("source", -1), ("target", 1)):
            groups = movements._read_group(
                domain, ["set_id", field_name], ["copies:sum"]
            )
            for keys, place, copies in groups:
                sums[place][keys.id] += sign * copies
        for keys in self:
            # The counts are written by the movements only.
            keys.sudo().write(
                {
                    "copies": -sums["outside"][keys.id],
                    **{name: sums[place][keys.id] for place, name in COUNTS.items()},
                }
            )

    # === Actions ===

    def action_add_copies(self, copies=1, note=""):
        """Further copies were made or brought: they come into the ledger."""
        self.ensure_one()
        self.check_access("write")
        kind = "entrust" if self.needs_undertaking else "register"
        self._property_move(kind, int(copies), note=str(note or ""))
        return True

    def action_retire(self, copies=0, note=""):
        """Take copies out of use, all in the cabinet by default, with a reason."""
        self.ensure_one()
        if not self.env.user.has_group(SUPERVISOR):
            raise AccessError(self.env._("Keys are taken out of use by a supervisor."))
        self.check_access("write")
        if not str(note or "").strip():
            raise UserError(self.env._("Give the reason for taking keys out of use."))
        self._property_move("retire", int(copies) or self.copies_in, note=str(note))
        return True

    def _property_retire_all(self, **values):
        """After a change of lock no old copy is of use, wherever it is."""
        self.ensure_one()
        self._property_lock()
        if self.copies_out:
            raise UserError(
                self.env._(
                    "%(keys)s: %(count)s copies are still lent; take them back or"
                    " report them lost first.",
                    keys=self.display_name,
                    count=self.copies_out,
                )
            )
        for source in ("cabinet", "lost", "owner"):
            copies = self[COUNTS[source]]
            if copies:
                self._property_move("retire", copies, source=source, **values)

    def _property_last_moved(self):
        """Time of the last movement of each set, for ledgers.

        :return: dict of set id to time
        """
        groups = self.env["property.key.movement"]._read_group(
            [("set_id", "in", self.ids)], ["set_id"], ["moved_on:max"]
        )
        return {keys.id: fields.Datetime.to_datetime(day) for keys, day in groups}
