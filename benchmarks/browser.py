"""In headless Chromium: slider moved → new chart drawn, and redraws while dragging, beside an app of one slider and one text."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from analytics.words import words
from benchmarks.bases import LARGE, SMALL, Base
from benchmarks.machine import chromium
from benchmarks.result import Result, duration, times
from benchmarks.serving import ROOT, give, served
from ui.server import COOKIE

HERE = Path(__file__).parent
WATCH = (HERE / "watch.js").read_text("utf-8")
MOVES = 30
REST_MS = 250
DRAG_STEPS = 200
DRAG_STEP_MS = 20
LEAST_REDRAWS = 7
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
TARGETS_MS = {SMALL: 80, LARGE: 120}


@dataclass(frozen=True)
class Screen:
    """An open page: its slider, and the element whose words change with it."""

    page: Page
    slider: Locator

    def move(self, key: str) -> float:
        """Press a key on the slider → ms until the frame in which the new words stand."""
        self.page.bring_to_front()
        self.page.evaluate("watch.drawn = []")
        self.slider.press(key)
        self.page.wait_for_function("watch.drawn.length > 0")
        took = self.page.evaluate("watch.drawn[0] - watch.pressed")
        self.rest()
        return took

    def drag(self) -> float:
        """Redraws a second while the thumb goes to and fro under the mouse."""
        self.page.bring_to_front()
        box = self.slider.bounding_box()
        height, left, width = box["y"] + box["height"] / 2, box["x"], box["width"]
        self.page.mouse.move(left + width * 0.5, height)
        self.page.mouse.down()
        self.page.evaluate("watch.drawn = []; watch.from = performance.now()")
        for step in range(DRAG_STEPS):
            self.page.mouse.move(left + width * _to_and_fro(step), height)
            self.page.wait_for_timeout(DRAG_STEP_MS)
        redraws = self.page.evaluate("watch.drawn.length * 1000 / (performance.now() - watch.from)")
        self.page.mouse.up()
        self.rest()
        return redraws

    def rest(self) -> None:
        self.page.wait_for_timeout(REST_MS)
        expect(self.page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def rows() -> list[Result]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        browser = stack.enter_context(_browser())
        ours, floor = (stack.enter_context(served(app, folder)) for app in (ROOT / "app.py", HERE / "floor_app.py"))
        least = _floor(browser, floor.address)
        return [line for base in (SMALL, LARGE) for line in _measured(browser, ours.address, base, folder, least)]


def _measured(browser: Browser, address: str, base: Base, folder: Path, least: Screen) -> list[Result]:
    give(base, browser_name := f"benchmark of {base.clients} clients", folder)
    page = _abc_analysis(browser, address, browser_name)
    ours, floor = _alternated(page, least)
    redraws = page.drag()
    page.page.context.close()
    what = f"{base.clients:,} clients"
    return [
        Result(
            f"slider moved → new Pareto chart drawn, {what}; reference: an app of one slider and one text",
            duration(ours),
            duration(floor),
            times(ours / floor),
            f"≤ {TARGETS_MS[base]} ms",
        ),
        Result(f"redraws while the slider is dragged, {what}", f"{redraws:.1f} / s", target=f"≥ {LEAST_REDRAWS} / s"),
    ]


def _alternated(ours: Screen, floor: Screen) -> tuple[float, float]:
    """Medians in ms of as many moves each, up and down again so that the slider never meets its end."""
    keys = ["ArrowRight"] * (MOVES // 2) + ["ArrowLeft"] * (MOVES // 2)
    moves = [(ours.move(key), floor.move(key)) for key in keys]
    return median(move for move, _ in moves), median(move for _, move in moves)


def _floor(browser: Browser, address: str) -> Screen:
    page = browser.new_page()
    page.goto(address)
    return _watched(page, page.get_by_role("slider"), page.get_by_test_id("stText"))


def _abc_analysis(browser: Browser, address: str, browser_name: str) -> Screen:
    """The page of ABC with the base of this browser, its slider of A and its Pareto curve."""
    context = browser.new_context(locale="en-US", viewport={"width": 1400, "height": 1000})
    context.add_cookies([{"name": COOKIE, "value": browser_name, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/abc_analysis")
    slider = page.get_by_role("slider", name=words("en")("thresholds.abc.share.a"))
    return _watched(page, slider, page.get_by_test_id("stVegaLiteChart").first)


def _watched(page: Page, slider: Locator, changing: Locator) -> Screen:
    expect(slider).to_be_visible(timeout=60_000)
    expect(changing).not_to_be_empty(timeout=60_000)
    screen = Screen(page, slider)
    screen.rest()
    changing.evaluate(WATCH)
    slider.focus()
    return screen


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


def _to_and_fro(step: int, there: int = 16) -> float:
    """Place of the thumb on its track, 0.3..0.7: there in as many steps, and back."""
    way = step % (2 * there)
    return 0.3 + 0.4 * (way if way < there else 2 * there - way) / there
