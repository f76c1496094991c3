"""What a person does in a browser tab and sees there."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import BrowserContext, Locator, TimeoutError, expect

from analytics.words import words

PATIENCE_MS = 30_000
SHORT_MS = 3_000
# Streamlit asks for these beside the page's own address before it finds them at the root.
KNOWN_404 = re.compile(r"/\w+/_stcore/(health|host-config)$")
expect.set_options(timeout=PATIENCE_MS)


class Tab:
    """One tab. It remembers every request and every complaint of the browser's console."""

    def __init__(self, context: BrowserContext, server: str, language: str):
        self.context, self.server, self.language = context, server, language
        self.words = words(language)
        self.page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.requests: list[str] = []
        self.grievances: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.grievances.append(str(error)))
        self.page.on("console", self._heard)

    def _heard(self, message) -> None:
        if message.type == "error" and not KNOWN_404.search(urlsplit(message.location["url"]).path):
            self.grievances.append(f"{message.text} {message.location['url']}")

    def behaved(self) -> None:
        """Nothing left this machine and the console has nothing to complain of."""
        hosts = {urlsplit(url).hostname for url in self.requests if not url.startswith(("data:", "blob:"))}
        assert hosts <= {"127.0.0.1"}, hosts
        assert not self.grievances

    def another(self) -> Tab:
        """A second tab of the same browser."""
        return Tab(self.context, self.server, self.language)

    def opens(self, room: str = "", query: str = "") -> Tab:
        self.page.goto(f"{self.server}/{room}{'?' if query else ''}{query}")
        return self.rests()

    def reloads(self) -> Tab:
        self.page.reload()
        return self.rests()

    def rests(self) -> Tab:
        """Waits until the server has nothing more to draw."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
        expect(app).to_have_attribute("data-test-script-state", "notRunning")
        return self

    def goes_to(self, room: str) -> Tab:
        """By the menu."""
        self.page.get_by_test_id("stSidebarNav").get_by_role(
            "link", name=self.words(f"{room}.title"), exact=True
        ).click()
        self.sees(f"{room}.question")
        return self.rests()

    def sees(self, key: str, **particulars) -> None:
        expect(self.page.get_by_text(self.words(key, **particulars), exact=True).first).to_be_visible()

    def clicks(self, key: str, role: str = "button") -> Tab:
        self.page.get_by_role(role, name=self.words(key)).first.click()
        return self.rests()

    def opens_sample(self, key: str) -> Tab:
        self.opens("data")
        self.page.locator(f".st-key-sample-{key} button").click()
        expect(self.headline).to_contain_text(self.words(f"samples.{key}"))
        return self.rests()

    def uploads(self, name: str, content: bytes) -> Tab:
        box = self.page.get_by_test_id("stFileUploaderDropzone").locator("input[type=file]")
        box.set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
        return self

    def picks(self, label: str, option: str) -> Tab:
        """An option of a selector by its label. A page drawn anew closes an open selector: a person opens it again."""
        chosen = self.page.get_by_role("option", name=option, exact=True)
        for patience in (SHORT_MS, SHORT_MS, PATIENCE_MS):
            self.rests().page.get_by_test_id("stSelectbox").filter(has_text=label).get_by_role("combobox").click()
            try:
                chosen.click(timeout=patience)
                break
            except TimeoutError:
                if patience == PATIENCE_MS:
                    raise
        return self.rests()

    @property
    def headline(self) -> Locator:
        return self.page.locator("h4").first

    @property
    def told(self) -> str:
        return self.headline.inner_text()

    @property
    def link(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.page.url).query).items()}

    def says_otherwise_than(self, before: str) -> str:
        """Waits for another headline and gives it."""
        expect(self.headline).not_to_have_text(before)
        return self.told

    def slider(self, key: str) -> Locator:
        return self.page.get_by_role("slider", name=self.words(f"thresholds.{key}"), exact=True)

    def cut_line(self, letter: str) -> Locator:
        return self.page.locator(f".cut[data-code='abc.share.{letter}']")

    def chart(self, name: str) -> Locator:
        return self.page.locator(f".st-key-chart_{name}").get_by_test_id("stVegaLiteChart")

    def marks(self, name: str, role: str) -> Locator:
        """Marks of a chart by the kind of mark: `bar`, `rect mark`."""
        return self.chart(name).locator(f"[aria-roledescription='{role}']")

    def downloads(self, key: str) -> bytes:
        # a press that meets a run asks for the file of the run before, which is gone
        self.rests()
        with self.page.expect_download() as waiting:
            self.page.get_by_role("button", name=self.words(key)).first.click()
        return Path(waiting.value.path()).read_bytes()
