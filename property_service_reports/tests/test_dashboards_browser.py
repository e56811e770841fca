import json
from datetime import datetime, time

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Domain
from odoo.tests import HttpCase, tagged

from odoo.addons.property_service.tests.collect_common import PropertyCollectCommon
from odoo.addons.property_service.tests.common import drop_missing_asset
from odoo.addons.property_service_reports.tools.dashboards import BOARDS
from odoo.addons.property_service_reports.tools.dashboards.parts import Figures

from .figures_world import FiguresWorld

# What the dashboards count; a table of each.
MODELS = (
    "property.service.clock",
    "property.service.callback",
    "property.complaint",
    "property.renovation.violation",
    "property.defect",
    "property.key.loan",
    "property.routine.period",
    "property.quality.check",
    "property.quality.nonconformity",
    "property.duty.log",
    "property.visit",
    "property.patrol.round",
)
# Evaluates every cell as the Dashboards application does, with and without an estate.
SCRIPT = """(async () => {
    const loaded = (name) => odoo.loader.modules.get(name);
    const pause = () => new Promise((resolve) => setTimeout(resolve, 100));
    while (!loaded("@spreadsheet/helpers/model")) await pause();
    const { OdooDataProvider } = loaded("@spreadsheet/data_sources/odoo_data_provider");
    const { waitForDataLoaded } = loaded("@spreadsheet/helpers/model");
    const { Model, helpers } = loaded("@odoo/o-spreadsheet");
    const env = odoo.__WOWL_DEBUG__.root.env;
    const faults = [];
    const near = (a, b) => Math.abs(Number(a || 0) - b) < 0.005;
    for (const { id, name, estate, expected } of %s) {
        const answer = await fetch(`/spreadsheet/dashboard/data/${id}`);
        const { snapshot } = await answer.json();
        if (estate) {
            const filter = snapshot.globalFilters.find((f) => f.type === "relation");
            filter.defaultValue = { operator: "in", ids: [estate] };
        }
        const orm = env.services.orm.silent;
        const odooDataProvider = new OdooDataProvider(env);
        const custom = { env, orm, odooDataProvider };
        const model = new Model(snapshot, { custom, mode: "dashboard" });
        await waitForDataLoaded(model);
        const { getters } = model;
        for (const sheetId of getters.getSheetIds()) {
            for (const cell of Object.values(getters.getCells(sheetId))) {
                const position = getters.getCellPosition(cell.id);
                const { type, value, message } = getters.getEvaluatedCell(position);
                const where = `${name} ${helpers.toXC(position.col, position.row)}`;
                if (type === "error") faults.push(`${where}: ${message}`);
            }
        }
        const sheetId = getters.getSheetIds()[0];
        for (const [xc, wanted] of Object.entries(expected)) {
            const { col, row } = helpers.toCartesian(xc);
            const { value } = getters.getEvaluatedCell({ sheetId, col, row });
            const which = estate ? "in one estate" : "";
            if (!near(value, wanted)) {
                faults.push(`${name} ${which} ${xc}: ${value} instead of ${wanted}`);
            }
        }
    }
    if (faults.length) throw new Error(faults.join("; "));
    console.log("test successful");
})();"""


@tagged("post_install", "-at_install")
class TestDashboardCells(PropertyCollectCommon, FiguresWorld, HttpCase):
    """Every figure against its rows, added up one by one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        drop_missing_asset(cls.env)
        cls.user_manager.tz = "UTC"

    def setUp(self):
        super().setUp()
        self._rows("helpdesk.ticket", 20, property_estate_id=lambda: self._an_estate())
        self._rows("property.renovation", active=True)
        for name in MODELS:
            self._rows(name, 30 if name != "property.complaint" else 10)
        self._bill()
        self.env.invalidate_all()

    @classmethod
    def _an_estate(cls):
        return cls.dice.choice((cls.estate, cls.mall)).id

    def _bill(self):
        """Two months, the first of them overdue and paid in part."""
        self._assign(self.unit_101 | self.unit_102)
        this_month = fields.Date.today().replace(day=1)
        for month in (this_month - relativedelta(months=1), this_month):
            run = self._make_run(month, invoice_date=month, date_due=month)
            run.action_compute()
            run._property_post_now()
        self._collect(self.unit_101, amount=150)

    # === What is expected ===

    def _between(self, source, period, months):
        """The rows of the source in the period, ``months`` before the present one."""
        domain = Domain(source.domain)
        if not source.date:
            return domain
        shift = (
            relativedelta(days=months)
            if period == "today"
            else relativedelta(months=months)
        )
        today = fields.Date.today()
        first = (today if period == "today" else today.replace(day=1)) + shift
        last = today + shift
        if source.date_type == "datetime":
            first = datetime.combine(first, time.min)
            last = datetime.combine(last, time(23, 59, 59))
        return (
            domain & Domain(source.date, ">=", first) & Domain(source.date, "<=", last)
        )

    def _total(self, source, measure, domain):
        model = self.env[source.model].with_user(self.user_manager)
        ratio = getattr(model, "_property_ratios", {}).get(measure)
        if ratio:
            part, whole = (sum(model.search(domain).mapped(name)) for name in ratio)
            return 100 * part / whole if whole else 0
        if model._fields[measure].aggregator == "avg":
            return model._read_group(domain, [], [f"{measure}:avg"])[0][0] or 0
        return sum(model.search(domain).mapped(measure))

    def _figure(self, figure, period, months, estate):
        domain = self._between(figure.source, period, months)
        if estate:
            domain &= Domain("estate_id", "=", estate.id)
        value = self._total(figure.source, figure.measure, domain)
        if not figure.over:
            return value
        below = self._total(figure.source, figure.over, domain)
        return value / below if below else 0

    def _expected(self, board, estate):
        board.as_json()  # says where each figure stands
        for part in board.parts:
            if not isinstance(part, Figures):
                continue
            for figure in part.figures:
                for cell, months in ((figure.cell, 0), (figure.before_cell, -1)):
                    if cell:
                        yield cell, self._figure(figure, board.period, months, estate)

    def test_figures_equal_their_rows(self):
        self.env.flush_all()
        runs = []
        for make in BOARDS:
            for estate in (None, self.estate):
                board = make()
                xmlid = f"property_service_reports.{board.name}_dashboard"
                runs.append(
                    {
                        "id": self.env.ref(xmlid).id,
                        "name": board.name,
                        "estate": estate and estate.id,
                        "expected": dict(self._expected(board, estate)),
                    }
                )
        counted = [value for run in runs for value in run["expected"].values() if value]
        self.assertGreater(len(counted), 60, "a poor world")
        self.browser_js(
            "/odoo/dashboards",
            code=SCRIPT % json.dumps(runs),
            login=self.user_manager.login,
            timeout=400,
        )
