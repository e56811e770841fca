"""The desk is checked by the supervisor; the assistant is on duty."""

from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Command

from .common import PropertyCommon

NOW = datetime(2026, 3, 10, 2)


class QualityCase(PropertyCommon):
    """The desk is checked by the supervisor; the assistant is on duty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time(NOW)
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls.agent = cls._make_staff("Agent", cls.user_assistant)
        cls.boss = cls._make_staff("Boss", cls.user_supervisor, post="supervisor")
        cls.guard = cls._make_staff("Guard", post="guard")
        cls.duty = cls.env.ref("property_service.quality_kind_duty")

    def _check(self, user=None, kind=None, **values):
        return (
            self.env["property.quality.check"]
            .with_user(user or self.user_supervisor)
            .create(
                {
                    "estate_id": self.estate.id,
                    "kind_id": (kind or self.duty).id,
                    "staff_ids": [Command.set(self.agent.ids)],
                    **values,
                }
            )
        )

    def _line(self, check, code):
        return check.checklist_id.line_ids.filtered(lambda line: line.code == code)

    def _failed(self, *codes, **values):
        """A check that is done, with these items not in order."""
        check = self._check(**values)
        for code in codes:
            self._line(check, code).write({"result": "fail", "note": "Badge missing"})
        check.action_all_ok()
        check.action_done()
        return check

    def _found(self, **values):
        """One confirmed non-conformity of the assistant."""
        row = self._failed("appearance", **values).nonconformity_ids
        row.action_confirm()
        return row

    def _correct(self, row):
        own = row.with_user(self.user_assistant)
        own.write({"cause": "Forgotten", "correction": "Badge worn again"})
        own.action_corrected()
