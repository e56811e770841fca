"""Chromium opens each dashboard, as its reader does: from the list at its side.

The first comes up with the web client itself: its time is that of a page from nothing.
"""

from tests import clones
from tests.browser import windows

PASSWORD = "dashboards"
NAME = ".o_dashboard_name"
# Notes when the browser was last busy; loading a dashboard is dozens of answers.
NOTE = """
    performance.setResourceTimingBufferSize(5000);
    window.longTasks = [];
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries()))
        .observe({ type: "longtask", buffered: true });
"""
LAST = """() => Math.max(
    ...performance.getEntriesByType("resource").map((entry) => entry.responseEnd),
    ...window.longTasks.map((task) => task.startTime + task.duration),
)"""


def measure(name, login, repeat):
    """Open the dashboards of a user on a database.

    :return: ``{name of the dashboard: seconds}`` until the last answer is drawn, the
        best of some times
    """
    best = {}
    with (
        clones.server(name, "--max-cron-threads=0", timeout=180) as (address, _process),
        windows(address) as open_window,
    ):
        window = open_window(login, PASSWORD)
        window.page.add_init_script(NOTE)
        for _round in range(repeat):
            for title, seconds in openings(window):
                best[title] = min(seconds, best.get(title, seconds))
    return best


def openings(window):
    window.open("dashboards")
    names = window.page.locator(NAME)
    titles = names.all_inner_texts()
    yield f"{titles[0]}, with the client", window.page.evaluate(LAST) / 1000
    for position, title in enumerate(titles[1:], 1):
        start = window.page.evaluate("performance.now()")
        names.nth(position).click()
        window.wait(f"li.active {NAME}:text-is('{title}')")
        window.wait(".o_renderer .o-spreadsheet")
        window.settle()
        yield title, (window.page.evaluate(LAST) - start) / 1000
