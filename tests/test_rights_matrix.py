"""Who may do what: one line a model, one column a role, and no model left out.

r read, w write, c create, d delete. The letters are the rights on the model; which
records they reach is decided by the record rules, and what a document allows in its
state by its own checks. A new model fails here until its line is added.
"""

from .common import MODULES, PropertySuiteCase

OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
ROLES = {
    "asst": "user_assistant",
    "admn": "user_administrator",
    "supv": "user_supervisor",
    "mngr": "user_manager",
    "tech": "user_technician",
    "audt": "user_auditor",
    "cash": "user_cashier",
    "acct": "user_accountant",
    "chef": "user_chief_accountant",
    "rsdt": "user_resident",
}
MATRIX = """
model                         asst admn supv mngr tech audt cash acct chef rsdt
property.access.log           -    -    r    r    -    r    -    -    -    -
property.access.pass          rwc  rwc  rwcd rwcd -    r    rwc  -    -    -
property.access.pass.kind     r    r    r    rwcd -    r    r    -    -    -
property.appraisal.assessment r    r    rwcd rwcd r    r    r    -    -    -
property.appraisal.criterion  r    r    r    rwcd r    r    r    -    -    -
property.appraisal.entry      r    r    rwc  rwc  r    r    r    -    -    -
property.appraisal.rule       r    r    r    rwcd r    r    r    -    -    -
property.appraisal.sheet      r    r    rw   rw   r    r    r    -    -    -
property.appraisal.sheet.line r    r    r    r    r    r    r    -    -    -
property.approval             r    r    r    r    r    r    r    r    r    -
property.approval.condition   r    r    r    r    r    r    r    r    r    -
property.approval.kind        r    r    r    r    r    r    r    r    r    -
property.approval.policy      r    r    r    rwcd r    r    r    r    r    -
property.approval.policy.step r    r    r    rwcd r    r    r    r    r    -
property.approval.step        r    r    r    r    r    r    r    r    r    -
property.approval.verdict     r    r    r    r    r    r    r    r    r    -
property.arrears.report       r    r    r    r    -    r    r    r    r    -
property.attendance.report    -    -    r    r    -    r    -    -    -    -
property.attendance.summary   rw   rw   rw   rw   -    r    rw   -    -    -
property.attendance.summary.line r r    r    r    -    r    r    -    -    -
property.billing.report       -    -    r    r    -    r    r    r    r    -
property.building             r    r    rwcd rwcd r    r    r    r    r    -
property.calendar.day         r    r    r    rwcd r    r    r    r    r    -
property.callback.report      -    -    r    r    -    r    -    -    -    -
property.cash.close           -    -    rw   rw   -    r    rwcd rwcd rwcd -
property.cash.close.count     -    -    rw   rw   -    r    rwcd rwcd rwcd -
property.checklist            r    r    r    r    r    r    r    -    -    -
property.checklist.kind       r    r    r    rw   -    r    r    -    -    -
property.checklist.line       rw   rw   rw   rw   rw   r    rw   -    -    -
property.checklist.reopening  r    r    r    r    -    r    r    -    -    -
property.checklist.template   r    r    r    rwcd -    r    r    -    -    -
property.checklist.template.line r    r    r    rwcd -    r    r    -    -    -
property.collection.report    -    -    r    r    -    r    r    r    r    -
property.complaint            rw   rw   rw   rw   -    r    rw   r    r    -
property.complaint.compensation rwc rwc  rwc  rwc  -    r    rwc  rw   rw   -
property.complaint.report     -    -    r    r    -    r    -    -    -    -
property.complaint.summary    rw   rw   rw   rw   -    r    rw   -    -    -
property.complaint.summary.line r  r    r    r    -    r    r    -    -    -
property.complaint.visit      r    r    r    r    -    r    r    -    -    -
property.consent              rwc  rwc  rwc  rwc  -    r    rwc  -    -    -
property.control.point        r    r    r    rw   -    r    r    -    -    -
property.defect               rwc  rwc  rwc  rwc  -    r    rwc  -    -    -
property.defect.check         r    r    r    r    -    r    r    -    -    -
property.defect.notice        rw   rw   rw   rw   -    r    rw   -    -    -
property.defect.notice.line   r    r    r    r    -    r    r    -    -    -
property.defect.report        -    -    r    r    -    r    -    -    -    -
property.department.plan      r    r    rwcd rwcd -    r    r    -    -    -
property.department.plan.line r    r    rwcd rwcd -    r    r    -    -    -
property.deposit              rwc  rwc  rwcd rwcd -    r    rwc  rwc  rwc  r
property.deposit.account      -    -    -    r    -    r    r    r    rwcd -
property.deposit.check        -    -    -    r    -    r    r    r    r    -
property.deposit.deduction    r    r    rwc  rwc  -    r    rw   rw   rw   -
property.deposit.kind         r    r    r    rwc  -    r    r    r    rwc  -
property.deposit.refund       r    r    rwc  rwc  -    r    rw   rw   rw   -
property.deposit.report       -    -    r    r    -    r    r    r    r    -
property.deposit.transfer     r    r    rwc  rwc  -    r    rwc  rwc  rwc  -
property.discipline.case      r    r    rwc  rwc  r    r    r    -    -    -
property.discipline.measure   r    r    r    rwcd -    r    r    -    -    -
property.document.text        r    r    r    rwcd -    r    r    r    r    -
property.drill                r    rwcd rwcd rwcd -    r    r    -    -    -
property.dunning              rwcd rwcd rwcd rwcd -    r    rwcd rwcd rwcd -
property.duty.handover        rw   rw   rw   rw   -    r    rw   -    -    -
property.duty.handover.count  rw   rw   rw   rw   -    r    rw   -    -    -
property.duty.handover.matter rw   rw   rw   rw   -    r    rw   -    -    -
property.duty.handover.refusal r   r    r    r    -    r    r    -    -    -
property.duty.item            r    r    rwcd rwcd -    r    r    -    -    -
property.duty.leave           rwcd rwcd rwcd rwcd -    r    rwcd -    -    -
property.duty.log             rwc  rwc  rwcd rwcd -    r    rwc  -    -    -
property.duty.log.entry       rwcd rwcd rwcd rwcd -    r    rwcd -    -    -
property.duty.log.report      -    -    r    r    -    r    -    -    -    -
property.duty.need            r    r    rwcd rwcd r    r    r    -    -    -
property.duty.pattern         r    rwcd rwcd rwcd -    r    r    -    -    -
property.duty.post            r    r    rwcd rwcd r    r    r    -    -    -
property.duty.request         rwcd rwcd rwcd rwcd rwcd r    rwcd -    -    -
property.duty.roster          r    rwcd rwcd rwcd r    r    r    -    -    -
property.duty.shift           r    rwcd rwcd rwcd r    r    r    -    -    -
property.duty.shift.report    -    -    r    r    -    r    -    -    -    -
property.duty.shift.type      r    r    rwcd rwcd r    r    r    -    -    -
property.estate               r    r    r    rwc  r    r    r    r    r    -
property.fee.assignment       r    r    rwcd rwcd -    r    rwcd rwcd rwcd -
property.fee.cap              r    r    r    rwcd -    r    r    r    rwcd -
property.fee.charge           r    r    r    r    -    r    r    r    r    -
property.fee.item             r    r    r    rwc  -    r    r    r    rwcd -
property.fee.rate             r    r    r    rwcd -    r    rwcd rwcd rwcd -
property.fee.reconciliation   -    -    r    rw   -    r    -    rwcd rwcd -
property.fee.reconciliation.check - -   r    r    -    r    -    rw   rw   -
property.fee.reconciliation.line - -    r    r    -    r    -    r    r    -
property.fee.reversal         r    r    rw   rw   -    r    rwcd rwcd rwcd -
property.fee.run              r    r    r    r    -    r    rwcd rwcd rwcd -
property.fee.run.skip         r    r    r    r    -    r    r    r    r    -
property.finding.report       -    -    r    r    -    r    -    -    -    -
property.floor                r    r    rwcd rwcd r    r    r    r    r    -
property.gate.override        r    r    r    r    -    r    r    -    -    -
property.handover             rwc  rwc  rwcd rwcd -    r    rwc  r    r    r
property.handover.acknowledgement r    r    r    r    -    r    r    -    -    -
property.handover.batch       rw   rwc  rwcd rwcd -    r    rw   r    r    -
property.handover.exercise    r    r    rwc  rwc  -    r    r    -    -    -
property.handover.item        rwcd rwcd rwcd rwcd -    r    rwcd r    r    -
property.handover.item.kind   r    r    rwcd rwcd -    r    r    r    r    -
property.handover.participant rwcd rwcd rwcd rwcd -    r    rwcd r    r    -
property.handover.payment     rwcd rwcd rwcd rwcd -    r    rwcd r    r    -
property.handover.person      rwcd rwcd rwcd rwcd -    r    rwcd r    r    -
property.handover.report      -    -    r    r    -    r    -    -    -    -
property.handover.risk        rwc  rwc  rwc  rwc  -    r    rwc  -    -    -
property.handover.script      r    r    rwcd rwcd -    r    r    -    -    -
property.handover.slot        r    rwcd rwcd rwcd -    r    r    r    r    -
property.handover.step        r    r    r    r    -    r    r    r    r    -
property.handover.step.type   r    r    r    rwcd -    r    r    r    r    -
property.import               rwc  rwc  rwcd rwcd -    r    rwc  rwc  rwc  -
property.import.column        r    r    r    rw   -    r    r    r    r    -
property.import.issue         r    r    r    r    -    r    r    r    r    -
property.import.result        r    r    r    r    -    r    r    r    r    -
property.import.row           -    -    -    -    -    -    -    -    -    -
property.import.sheet         r    r    r    rw   -    r    r    r    r    -
property.incident             rwc  rwc  rwc  rwc  rwc  r    rwc  -    -    -
property.incident.alert       r    r    r    r    -    r    r    -    -    -
property.incident.contact     r    r    rwcd rwcd r    r    r    -    -    -
property.incident.event       rc   rc   rc   rc   rc   r    rc   -    -    -
property.incident.measure     rwcd rwcd rwcd rwcd -    r    rwcd -    -    -
property.incident.step        r    r    r    rwcd -    r    r    -    -    -
property.incident.type        r    r    r    rwcd r    r    r    -    -    -
property.inspection           rwc  rwc  rwcd rwcd -    r    rwc  -    -    -
property.instruction          rwc  rwc  rwcd rwcd r    r    rwc  -    -    -
property.key.cabinet          r    r    rwc  rwc  -    r    r    -    -    -
property.key.class            r    r    r    rwcd -    r    r    -    -    -
property.key.count            rwc  rwc  rwc  rwc  -    r    rwc  -    -    -
property.key.count.line       rw   rw   rw   rw   -    r    rw   -    -    -
property.key.issue            rwcd rwcd rwcd rwcd -    r    rwcd -    -    -
property.key.issue.line       rwcd rwcd rwcd rwcd -    r    rwcd -    -    -
property.key.loan             rwcd rwcd rwcd rwcd -    r    rwcd -    -    -
property.key.loan.report      -    -    r    r    -    r    -    -    -    -
property.key.loss             rwcd rwcd rwcd rwcd -    r    rwcd -    -    -
property.key.movement         r    r    r    r    -    r    r    -    -    -
property.key.reason           r    r    rwcd rwcd -    r    r    -    -    -
property.key.report           -    -    r    r    -    r    -    -    -    -
property.key.set              rwc  rwc  rwc  rwc  -    r    rwc  -    -    -
property.key.undertaking      rwcd rwcd rwcd rwcd -    r    rwcd -    -    -
property.ledger               r    r    r    r    -    r    r    -    -    -
property.ledger.confirmation  r    r    r    r    -    r    r    -    -    -
property.ledger.status        r    r    r    r    -    r    r    -    -    -
property.management.kind      -    -    r    rw   -    r    -    -    -    -
property.management.task      -    -    rwcd rwcd -    r    -    -    -    -
property.meeting              rwcd rwcd rwcd rwcd -    r    rwcd -    -    -
property.meeting.item         rwcd rwcd rwcd rwcd -    r    rwcd -    -    -
property.meeting.report       rwcd rwcd rwcd rwcd -    r    rwcd -    -    -
property.nonconformity.report -    -    r    r    -    r    -    -    -    -
property.occupancy            rwc  rwc  rwcd rwcd -    r    rwc  r    r    r
property.occupancy.report     -    -    r    r    -    r    -    -    -    -
property.opinion.report       -    -    r    r    -    r    -    -    -    -
property.parameter            r    r    r    rw   -    r    r    r    r    -
property.parameter.value      r    r    r    rwcd -    r    r    r    r    -
property.patrol.check         rw   rw   rw   rw   rw   r    rw   -    -    -
property.patrol.finding       rwc  rwc  rwc  rwc  rwc  r    rwc  -    -    -
property.patrol.finding.kind  r r    r    rwc  r    r    r    -    -    -
property.patrol.point         r    r    rwcd rwcd r    r    r    -    -    -
property.patrol.report        -    -    r    r    -    r    -    -    -    -
property.patrol.round         rw   rw   rw   rw   rw   r    rw   -    -    -
property.patrol.route         r    r    rwcd rwcd r    r    r    -    -    -
property.patrol.schedule      r    r    rwcd rwcd -    r    r    -    -    -
property.patrol.stop          r    r    rwcd rwcd r    r    r    -    -    -
property.person               rwc  rwc  rwc  rwc  -    r    rwc  -    -    -
property.person.secret        -    -    -    -    -    -    -    -    -    -
property.preference           r    r    rwcd rwcd -    r    r    -    -    -
property.prepayment.report    -    -    r    r    -    r    r    r    r    -
property.print.batch          rd   rd   rd   rd   rd   rd   rd   rd   rd   -
property.print.chunk          r    r    r    r    r    r    r    r    r    -
property.quality.audit        -    r    r    rwcd -    r    -    -    -    -
property.quality.audit.line   -    r    r    rw   -    r    -    -    -    -
property.quality.check        r    rwcd rwcd rwcd -    r    r    -    -    -
property.quality.improvement  rwc  rwc  rwc  rwc  -    r    rwc  -    -    -
property.quality.kind         r    r    r    rwc  -    r    r    -    -    -
property.quality.nonconformity rw  rwc  rwc  rwc  -    r    rw   -    -    -
property.quality.report       -    -    r    r    -    r    -    -    -    -
property.quality.violation    r    r    r    rwc  -    r    r    -    -    -
property.receipt              r    r    r    r    -    r    rwcd rwcd rwcd -
property.receipt.line         r    r    r    r    -    r    rwcd rwcd rwcd -
property.receipt.payment      r    r    r    r    -    r    rwcd rwcd rwcd -
property.renovation           rwc  rwc  rwcd rwcd -    r    rwc  r    r    r
property.renovation.change    rwc  rwc  rwcd rwcd -    r    rwc  r    r    -
property.renovation.drawing   rwcd rwcd rwcd rwcd -    r    rwcd r    r    -
property.renovation.extension rwc  rwc  rwcd rwcd -    r    rwc  r    r    -
property.renovation.fee       rwcd rwcd rwcd rwcd -    r    rwcd r    r    -
property.renovation.file.check r    r    rwc  rwc  -    r    r    -    -    -
property.renovation.inspection rwc rwc  rwc  rwc  -    r    rwc  -    -    -
property.renovation.material  rwc  rwc  rwc  rwc  -    r    rwc  -    -    -
property.renovation.material.kind r r   r    rwcd -    r    r    -    -    -
property.renovation.report    -    -    r    r    -    r    -    -    -    -
property.renovation.test      rwc  rwc  rwcd rwcd -    r    rwc  -    -    -
property.renovation.violation rwc  rwc  rwc  rwc  -    r    rwc  -    -    -
property.renovation.violation.kind r r  r    rwcd -    r    r    -    -    -
property.renovation.violation.stage r r r    r    -    r    r    -    -    -
property.renovation.work      rwcd rwcd rwcd rwcd -    r    rwcd r    r    -
property.renovation.work      rwcd rwcd rwcd rwcd -    r    rwcd r    r    -
property.renovation.work.kind r    r    r    rwc  -    r    r    r    r    -
property.renovation.work.kind r    r    r    rwc  -    r    r    r    r    -
property.repeat.problem       r    rw   rw   rw   -    r    r    -    -    -
property.request.report       -    -    r    r    -    r    -    -    -    -
property.routine              r    r    r    rwcd -    r    r    r    r    -
property.routine.miss         r    r    r    r    -    r    r    r    r    -
property.routine.note         rwc  rwc  rwc  rwc  -    r    rwc  -    -    -
property.routine.part         r    r    r    r    -    r    r    -    -    -
property.routine.period       r    r    r    r    -    r    r    r    r    -
property.routine.report       -    -    r    r    -    r    -    -    -    -
property.sample               r    rwcd rwcd rwcd -    r    r    -    -    -
property.sample.line          r    rw   rw   rw   -    r    r    -    -    -
property.service.call.check   r    r    rwc  rwc  -    r    r    -    -    -
property.service.callback     rw   rw   rw   rw   -    r    rw   -    -    -
property.service.callback.answer r r    r    r    -    r    r    -    -    -
property.service.callback.call r   r    r    r    -    r    r    -    -    -
property.service.callback.policy r r    r    rwcd -    r    r    -    -    -
property.service.callback.summary rw rw rw rw   -    r    rw   -    -    -
property.service.callback.summary.line r r r r  -    r    r    -    -    -
property.service.clock        r    r    r    r    -    r    r    -    -    -
property.service.close.code   r    r    r    rwc  r    r    r    r    r    -
property.service.consult      rw   rw   rw   rw   -    r    rw   -    -    -
property.service.contact      r    r    r    r    -    r    r    -    -    -
property.service.dispatch     rwc  rwc  rwc  rwc  rw   r    rwc  r    r    -
property.service.dispatch.line rwcd rwcd rwcd rwcd rwcd r    rwcd r    r    -
property.service.escalation   r    r    r    r    -    r    r    -    -    -
property.service.escalation.level r r    r    rwcd -    r    r    -    -    -
property.service.handling     r    r    r    r    -    r    r    -    -    -
property.service.handling     r    r    r    r    -    r    r    -    -    -
property.service.inquiry.summary rw rw rw rw  -    r    rw   -    -    -
property.service.inquiry.summary.line r r r  r    -    r    r    -    -    -
property.service.item         r    r    r    rwcd r    r    r    r    r    -
property.service.message      rwc  rwc  rwc  rwc  rw   r    rwc  rw   rw   -
property.service.notice.plan  r    r    rwcd rwcd -    r    r    -    -    -
property.service.notice.plan.line rw rw rwcd rwcd -  r    rw   -    -    -
property.service.paper        rw   rw   rw   rw   -    r    rw   -    -    -
property.service.pause        r    r    r    r    -    r    r    -    -    -
property.service.price        r    r    r    rwcd -    r    r    r    r    -
property.service.problem      rwcd rwcd rwcd rwcd -    r    rwcd -    -    -
property.service.question     r    r    r    rwc  -    r    r    -    -    -
property.service.repair.summary rw rw rw  rw   -    r    rw   -    -    -
property.service.repair.summary.line r r r   r    -    r    r    -    -    -
property.service.review       r    r    rw   rw   -    r    r    -    -    -
property.service.suggestion   r    r    rwcd rwcd -    r    r    -    -    -
property.service.target       r    r    r    rwcd -    r    r    -    -    -
property.service.transfer     r    r    r    r    -    r    r    -    -    -
property.service.warning      rwc  rwc  rwc  rwc  -    r    rwc  -    -    -
property.staff                r    r    rwc  rwc  r    r    r    r    r    -
property.staff.notice         r    rwcd rwcd rwcd r    r    r    -    -    -
property.staff.notice.read    r    r    r    r    r    r    r    -    -    -
property.staff.report         -    -    r    r    -    r    -    -    -    -
property.staff.skill          r    r    rwcd rwcd r    r    r    r    r    -
property.target.report        -    -    r    r    -    r    -    -    -    -
property.transfer             rwc  rwc  rwcd rwcd -    r    rwc  rw   rw   -
property.transfer.line        rwcd rwcd rwcd rwcd -    r    rwcd r    r    -
property.unit                 rw   rw   rwcd rwcd r    r    rw   r    r    r
property.vehicle              rwc  rwc  rwcd rwcd -    r    rwc  -    -    -
property.violation.report     -    -    r    r    -    r    -    -    -    -
property.visit                rwc  rwc  rwcd rwcd -    r    rwc  -    -    -
property.visit.opinion        rwcd rwcd rwcd rwcd -    r    rwcd -    -    -
property.visit.plan           r    r    rwcd rwcd -    r    r    -    -    -
property.visit.report         -    -    r    r    -    r    -    -    -    -
property.visit.topic          r    r    r    rwcd -    r    r    -    -    -
property.visitor              rwc  rwc  rwc  rwc  -    r    rwc  -    -    -
property.warranty.class       r    r    r    rwc  -    r    r    -    -    -
property.written.issue        -    -    r    r    -    r    -    -    -    -
property.written.measure      -    -    r    rwcd -    r    -    -    -    -
property.written.report       -    -    r    rwcd -    r    -    -    -    -
property.written.section      -    -    r    rwcd -    r    -    -    -    -
property.zone                 r    r    rwcd rwcd r    r    r    r    r    -
"""


def parse(table):
    """Rights of each role by model."""
    header, *rows = (line.split() for line in table.strip().splitlines())
    return {row[0]: dict(zip(header[1:], row[1:], strict=True)) for row in rows}


class TestRightsMatrix(PropertySuiteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.matrix = parse(MATRIX)
        cls.models = {
            name
            for name, model in cls.env.registry.items()
            if model._original_module in MODULES
            and not model._abstract
            and not model._transient
        }

    def test_every_model_has_a_line(self):
        self.assertEqual(set(self.matrix), self.models)

    def test_rights(self):
        """Each role has these rights (ORG-01, SEC-01), no fewer and no more."""
        for name in self.models & set(self.matrix):
            for role, letters in self.matrix[name].items():
                model = self.env[name].with_user(getattr(self, ROLES[role]))
                allowed = "".join(
                    letter
                    for letter, operation in OPERATIONS.items()
                    if model.has_access(operation)
                )
                with self.subTest(model=name, role=role):
                    self.assertEqual(allowed or "-", letters)

    def test_auditor_and_technician_write_nothing(self):
        """These two only look, but for own printouts and a technician's own work."""
        orders = {
            "property.duty.request",  # own swaps and absence
            # incidents that a guard reports
            "property.incident",
            "property.incident.event",
            # own patrol rounds
            "property.checklist.line",
            "property.patrol.check",
            "property.patrol.finding",
            "property.patrol.round",
            "property.service.dispatch",
            "property.service.dispatch.line",
            "property.service.message",
        }
        for name, rights in self.matrix.items():
            for role in "audt", "tech":
                if name == "property.print.batch" or (
                    role == "tech" and name in orders
                ):
                    continue
                with self.subTest(model=name, role=role):
                    self.assertIn(rights[role], ("r", "-"))

    def test_residents_reach_their_own_only(self):
        """What a resident may read at all is narrowed by a rule for the portal."""
        portal = self.env.ref("base.group_portal")
        for name, rights in self.matrix.items():
            if rights["rsdt"] == "-":
                continue
            rules = self.env["ir.rule"].search([("model_id.model", "=", name)])
            with self.subTest(model=name):
                self.assertEqual(rights["rsdt"], "r")
                self.assertIn(portal, rules.groups)
