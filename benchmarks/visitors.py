"""Forty visitors at once, each with a base of their own, moving a threshold every two seconds: how long the server takes.

The visitors speak Streamlit's own websocket protocol, so that the load is the server's and not forty browsers'. A move
is what the slider sends: its value, and a word when the hand has rested.
"""

from __future__ import annotations

import asyncio
import json
import re
import statistics
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.result import Result, duration
from benchmarks.serving import ROOT, Server, give_sales, served
from ui.server import COOKIE
from ui.tune import REST_MS

VISITORS = 40
ROWS = 300_000
CLIENTS = 20_000
EVERY_SECONDS = 2.0
MOVES = 20
TARGET_MS = 120
TARGET_BYTES = 1_000_000_000
PATIENCE_SECONDS = 120
SLIDER, REST_WATCH = "tune.abc.share.a", "rest_watch"
MARK = re.compile(rb"V(\d\d)-C")
SALES = """
copy (
    select printf('V%02d-C%06d', {visitor}, (floor({clients} * ((hash(i + {visitor}) % 1000000) / 1e6) ** 3))::int)
               as customer_id,
           date '2024-01-01' + (hash(i * 3 + {visitor}) % 730)::int as order_date,
           round(exp(3 + (hash(i * 7) % 1000) / 250), 2) as amount
    from range({rows}) t(i)
) to '{file}' (format parquet)
"""


@dataclass
class Visitor:
    """One open page and what has come to it: ms of every move, marks of the clients seen, faults shown."""

    number: int
    socket: ClientConnection
    slider: str = ""
    rest_watch: str = ""
    fragments: dict[str, str] = field(default_factory=dict)
    page: str = ""
    took_ms: list[float] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    async def open(self) -> None:
        message = BackMsg()
        message.rerun_script.query_string = "lang=en"
        message.rerun_script.page_name = "abc_analysis"
        await self.socket.send(message.SerializeToString())
        await self._until_answered(None)
        if not self.slider:
            raise RuntimeError(f"visitor {self.number} sees no slider: {self.faults}")

    async def move(self, percent: float) -> None:
        """Drag the threshold to a value, wait for the page to answer, let the hand rest."""
        start = time.perf_counter()
        await self._tell(percent)
        await self._until_answered(percent)
        self.took_ms.append((time.perf_counter() - start) * 1000)
        await asyncio.sleep(REST_MS / 1000)
        await self._tell(percent, rested=True)

    async def _tell(self, percent: float, rested: bool = False) -> None:
        """Every message of a browser carries the state of all widgets: a run may be overtaken by the next."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = "lang=en", self.page
        asked.fragment_id = self.fragments[self.rest_watch if rested else self.slider]
        asked.widget_states.widgets.add(id=self.slider, json_value=json.dumps({"value": percent}))
        if rested:
            events = json.dumps([{"event": "rested", "value": True}])
            aggregator = f"$$STREAMLIT_INTERNAL_KEY_{self.rest_watch}__events"
            asked.widget_states.widgets.add(id=aggregator, json_trigger_value=events)
        await self.socket.send(message.SerializeToString())

    async def _until_answered(self, percent: float | None) -> None:
        """Until the run ends in which the slider says that it heard `percent`: answers to the rested hand come between."""
        heard = False
        while True:
            async with asyncio.timeout(PATIENCE_SECONDS):
                data = await self.socket.recv()
            self.seen |= {int(number) for number in MARK.findall(data)}
            message = ForwardMsg.FromString(data)
            heard |= self._look_at(message, percent)
            if heard and message.WhichOneof("type") == "script_finished":
                return

    def _look_at(self, message: ForwardMsg, percent: float | None) -> bool:
        """Remember what the message tells; true when it is the slider's and has heard `percent`."""
        if message.WhichOneof("type") == "new_session":
            self.page = message.new_session.page_script_hash
        element = message.delta.new_element
        if element.WhichOneof("type") == "bidi_component":
            return self._is_answer(element.bidi_component, message.delta.fragment_id, percent)
        if element.WhichOneof("type") in ("exception", "alert"):
            self.faults.append(element.exception.message or element.alert.body)
        return False

    def _is_answer(self, component, fragment: str, percent: float | None) -> bool:
        self.fragments[component.id] = fragment
        if component.id.endswith(REST_WATCH):
            self.rest_watch = component.id
        if not component.id.endswith(SLIDER):
            return False
        self.slider = component.id
        return json.loads(component.json)["heard"] == percent


def rows() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        workspaces = Path(folder) / "workspaces"
        for number in range(VISITORS):
            give_sales(_sales(number, Path(folder)), _name(number), workspaces)
        with served(ROOT / "app.py", workspaces) as server:
            visitors = asyncio.run(_visit(server))
            return _told(visitors, server)


def _told(visitors: list[Visitor], server: Server) -> list[Result]:
    took = sorted(ms for visitor in visitors for ms in visitor.took_ms)
    strangers = sum(bool(visitor.seen - {visitor.number}) for visitor in visitors)
    blind = sum(visitor.number not in visitor.seen for visitor in visitors)
    faults = sum(len(visitor.faults) for visitor in visitors)
    crowd = f"{VISITORS} visitors, {ROWS:,} rows each, a threshold every {EVERY_SECONDS:g} s: "
    middle, late = duration(statistics.median(took)), duration(took[int(len(took) * 0.95)])
    return [
        Result(
            crowd + "95 of 100 moves answered within; reference: half of them", late, middle, "—", f"≤ {TARGET_MS} ms"
        ),
        Result(
            crowd + "memory of the server", f"{server.memory() / 1e6:,.0f} MB", target=f"< {TARGET_BYTES / 1e6:,.0f} MB"
        ),
        Result(
            crowd + "who saw a row of another; who saw none of their own; faults", f"{strangers}; {blind}; {faults}"
        ),
    ]


async def _visit(server: Server) -> list[Visitor]:
    visitors = [await _arrived(number, server.address) for number in range(VISITORS)]
    await asyncio.gather(*(_moves(visitor) for visitor in visitors))
    for visitor in visitors:
        await visitor.socket.close()
    return visitors


async def _arrived(number: int, address: str) -> Visitor:
    """A page opened as a browser opens it: by http first, then the websocket with the same cookie."""
    cookie = {"Cookie": f"{COOKIE}={_name(number)}"}
    await asyncio.to_thread(lambda: urllib.request.urlopen(urllib.request.Request(address, headers=cookie)).close())
    stream = f"ws://{urlsplit(address).netloc}/_stcore/stream"
    socket = await connect(
        stream, additional_headers=cookie, origin=address, subprotocols=["streamlit"], max_size=None, close_timeout=0.1
    )
    visitor = Visitor(number, socket)
    await visitor.open()
    return visitor


async def _moves(visitor: Visitor) -> None:
    """The visitors do not breathe in step: each begins at a moment of its own."""
    begin = time.perf_counter() + EVERY_SECONDS * visitor.number / VISITORS
    for move in range(MOVES):
        await asyncio.sleep(max(0.0, begin + move * EVERY_SECONDS - time.perf_counter()))
        await visitor.move(60 + (move * 7 + visitor.number) % 30)


def _sales(number: int, folder: Path) -> Path:
    file = folder / "sales.parquet"
    duckdb.sql(SALES.format(visitor=number, clients=CLIENTS, rows=ROWS, file=file))
    return file


def _name(number: int) -> str:
    return f"visitor of the benchmark {number:02d}"
