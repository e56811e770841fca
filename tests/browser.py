"""A browser window of one user, which notices every fault and counts the clicks.

Playwright drives the machine's own Chromium; nothing is downloaded.
"""

import re
import resource
from contextlib import contextmanager

from playwright.sync_api import Error, expect, sync_playwright

CHROMIUM = "/usr/bin/chromium"
# English words, as no name of a file or of a unit has them.
WORDS = re.compile(r"(?<![\w.])[A-Z]?[a-z]{3,}(?: [a-z]{2,})*\b")
# Milliseconds; a loaded machine builds the client's assets on the first page.
WAIT = 60_000
PAUSE = 100
# Answered when the page has drawn what it had to draw: a browser that is short of
# processor time is then not taken for one that has nothing to do.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


class Window:
    """What one user sees and does."""

    def __init__(self, page, address, login):
        self.page = page
        self.address = address
        self.login = login
        self.clicks = 0
        self.faults = []
        page.set_default_timeout(WAIT)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", self._on_console)
        page.on("response", self._on_response)
        self.pending = set()
        page.on("request", self._on_request)
        page.on("requestfinished", lambda request: self.pending.discard(request))
        page.on("requestfailed", lambda request: self.pending.discard(request))

    # === Faults ===

    def _on_request(self, request):
        if "/web/" in request.url:
            self.pending.add(request)

    def _on_console(self, message):
        if message.type == "error":
            self.faults.append(f"console: {message.text} {message.location}")

    def _on_response(self, response):
        if response.status >= 400:
            self.faults.append(f"{response.status}: {response.url}")
        kind = response.headers.get("content-type", "")
        if "json" in kind and "/web/dataset/" in response.url:
            self._on_answer(response)

    def _on_answer(self, response):
        try:
            answer = response.json()
        except (Error, ValueError):  # the page has moved on and dropped the answer
            return
        if isinstance(answer, dict) and "error" in answer:
            data = answer["error"].get("data", {})
            self.faults.append(f"{data.get('name')}: {data.get('debug')}")

    # === Moves ===

    def sign_in(self, password):
        self.page.goto(f"{self.address}/web/login")
        self.page.fill("input[name=login]", self.login)
        self.page.fill("input[name=password]", password)
        self.page.click(".oe_login_form button[type=submit]")
        # Staff land in the client, residents in the portal, a screen on its board.
        self.page.wait_for_selector(
            ".o_web_client .o_main_navbar, .o_portal_wrap, .o_property_board"
        )
        self.settle()

    def open(self, path):
        self.page.goto(f"{self.address}/odoo/{path}")
        self.page.wait_for_selector(".o_web_client .o_action_manager > .o_action")
        self.settle()

    def arrive(self, path):
        """Wait for the address of a screen: the client writes it last of all."""
        self.page.wait_for_url(re.compile(rf"/odoo/{path}\b"))

    def settle(self):
        """Wait until nothing is being loaded, and a moment longer."""
        quiet = 0
        for _attempt in range(WAIT // PAUSE):
            quiet = quiet + 1 if self._is_idle() else 0
            if quiet == 3:
                return
            self.page.wait_for_timeout(PAUSE)
        raise TimeoutError(f"still loading: {[r.url for r in self.pending]}")

    def _is_idle(self):
        try:
            self.page.evaluate(DRAWN)
        except Error:  # the page is left for another
            return False
        return not self.pending

    def click(self, selector, **options):
        """A click of the user's; it is counted."""
        self.clicks += 1
        self.page.locator(selector).first.click(**options)

    def button(self, name, **options):
        self.click(f"button[name='{name}']:visible", **options)

    def confirm(self):
        self.click(".modal-footer .btn-primary")

    def upload(self, field, name, content):
        """Chooses a file, which the user has as ``name`` on the disk."""
        box = self.page.locator(f"div[name='{field}'] input[type=file]")
        box.set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        )
        self.settle()

    def wait_state(self, state):
        """Waits until the status bar shows a state."""
        self.wait(f".o_arrow_button_current[data-value={state}]")

    def field(self, name):
        return self.page.locator(f"div[name='{name}']:visible").first

    def value(self, name):
        """What a field shows, whether it can be changed or not."""
        field = self.field(name)
        box = field.locator("input")
        return box.first.input_value() if box.count() else field.inner_text().strip()

    def wait(self, selector, timeout=WAIT):
        self.page.wait_for_selector(selector, timeout=timeout)

    def shows(self, *texts):
        """Waits until all the texts are on the screen."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(
                text, use_inner_text=True, timeout=WAIT
            )

    def has(self, selector, count):
        """Waits until so many of them are on the screen."""
        expect(self.page.locator(selector)).to_have_count(count, timeout=WAIT)

    def text(self):
        return self.page.locator("body").inner_text()

    def english(self):
        """Words on the screen that look as if nobody had translated them."""
        return sorted(set(WORDS.findall(self.text())))

    def picture(self, path):
        self.page.screenshot(path=str(path))


@contextmanager
def unlimited_memory():
    """Chromium reserves more addresses than Odoo allows its own process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@contextmanager
def windows(address, width=1400, height=900):
    """Opens windows by login: ``with windows(address) as open_window``."""
    with unlimited_memory(), sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )

        def open_window(login, password):
            context = browser.new_context(
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                viewport={"width": width, "height": height},
                accept_downloads=True,
            )
            window = Window(context.new_page(), address, login)
            window.sign_in(password)
            return window

        try:
            yield open_window
        finally:
            browser.close()
