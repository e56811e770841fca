"""Complaints for the tests: a request of the kind, its record, people to blame."""

from .test_service_request import ServiceCommon


class ComplaintCommon(ServiceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.attitude = cls.env.ref(
            "property_service.helpdesk_ticket_category_c_service_attitude"
        )
        cls.agent = cls._make_staff("Agent", cls.user_assistant)
        cls.boss = cls._make_staff("Boss", cls.user_supervisor, post="supervisor")
        cls.guard = cls._make_staff("Guard", post="guard")

    @classmethod
    def _complain(cls, user=None, **values):
        """The complaint record of a new request, as its user."""
        ticket = cls._make_request(
            user,
            **{
                "name": "Rude at the gate",
                "property_kind": "complaint",
                "category_id": cls.attitude.id,
                **values,
            },
        )
        return ticket.property_complaint_ids

    def _end(self, complaint, user=None, code=None):
        """Result, feedback and closing, by one person."""
        ticket = self._finish(complaint.ticket_id, user)
        ticket._property_close(code or self.satisfied)
        return ticket
