"""Which sources bring loyal clients, what do they cost, and who is worth paying for?"""

import streamlit as st

from analytics.headlines import channels as headline
from analytics.methods import channels
from ui import caching, channels_charts, channels_table, needed_base, parts, session, tune
from ui.channels_words import ROOM, named
from ui.markup import plain

OF_A = {"share": ("abc.share.a", 0.5, 0.95, 0.01, True), "average": ("abc.average.a", 1, 10, 0.1, False)}
NAMES = ("abc.method", "retention.membership", "bucket", "include_unfinished")
BY, SHOWN = session.CHANNELS_BY, f"{ROOM}.shown"


def live() -> None:
    facts, columns = parts.guard(), channels.offered(session.warehouse())
    if not columns:
        needed_base.offer(ROOM, "channel")
        return
    least = controls(columns, facts)
    rows = judged(facts)
    parts.headline(headline.sentence(session.t(), rows, least))
    channels_charts.shares(rows, shown(), least, retained_in(facts))


def rest() -> None:
    facts, thresholds = session.facts(), session.thresholds()
    if not channels.offered(session.warehouse()):
        return
    rows = judged(facts)
    channels_charts.weights(rows)
    clients_of(rows, facts, thresholds)
    channels_table.show(rows, few_under(), retained_in(facts))
    parts.explained(ROOM, (*NAMES, *(OF_A.get(thresholds["abc.method"], ())[:1])), n=channels.FEW)


def controls(columns: tuple[str, ...], facts) -> int:
    """What tells the channel, which share is drawn, and below how many clients nothing is judged."""
    words = session.t()
    with st.container(border=True):
        if len(columns) > 1:
            name = lambda column: words(f"{ROOM}.by_{column}")  # noqa: E731
            choose("by", columns, by(), lambda column: session.choose(BY, column), name)
        name = lambda code: words(f"{ROOM}.share_{code}")  # noqa: E731
        choose("shown", channels.SHARES, shown(), lambda code: st.session_state.update({SHOWN: code}), name)
        left, right = st.columns(2, gap="large")
        with left:
            least = tune.dial("channels.few", words(f"{ROOM}.few_under"), 1, 200, 1, channels.FEW)
        with right:
            boundary_of_a()
    return int(least)


def choose(name: str, options, now: str, change, written) -> None:
    label, shown = session.t()(f"{ROOM}.{name}"), {"required": True, "wrap": True, "format_func": written}
    tune.kept(st.segmented_control, label, options, now, f"{ROOM}.{name}", again(change), **shown)


def again(change):
    """The choice is for what follows the hand and what is at rest alike."""

    def changed(value: str) -> None:
        change(value)
        st.rerun([tune.LIVE, tune.REST])

    return changed


def boundary_of_a() -> None:
    slider = OF_A.get(session.thresholds()["abc.method"])
    if slider and shown() == "a":
        name, low, high, step, percent = slider
        tune.slider(name, low, high, step, percent=percent)
        tune.reset_button((name,))


def by() -> str:
    columns = channels.offered(session.warehouse())
    return session.setting(BY) if session.setting(BY) in columns else columns[0]


def shown() -> str:
    return st.session_state.get(SHOWN, channels.SHARES[0])


def few_under() -> int:
    return int(st.session_state.get("dials", {}).get("channels.few", channels.FEW))


def built(facts) -> channels.Channels:
    warehouse, column = session.warehouse(), by()
    there = lambda held: warehouse.holds(held.clients)  # noqa: E731
    return caching.built(f"channels.{column}", lambda: channels.build(warehouse, facts, column), there)


def settled(facts) -> channels.Settled:
    asked = (session.warehouse(), facts, session.thresholds())
    moved_by = [
        session.thresholds()[n] for n in ("retention.membership", "retention.active_days", "include_unfinished")
    ]
    return caching.built(f"channels.settled.{by()}.{moved_by}", lambda: channels.settle(*asked, built(facts)))


def judged(facts) -> list[dict]:
    asked = (session.warehouse(), facts, session.thresholds(), built(facts), settled(facts))
    return named(caching.judged(f"channels.{by()}", lambda: channels.rows(*asked)))


def retained_in(facts) -> str | None:
    """The bucket whose CRR is shown, as the language names it."""
    stayed = settled(facts).stayed
    return stayed and session.t().bucket(session.thresholds()["bucket"], stayed.bucket)


def clients_of(rows: list[dict], facts, thresholds) -> None:
    """The clients of the channel whose bar was clicked."""
    picked = parts.chosen_in(channels_charts.WEIGHTS, "picked")
    row = next((row for row in rows if picked and row["place"] == picked[0].get("place")), None)
    if row is None:
        return
    among = built(facts).members_of(row["place"])
    st.subheader(session.t()(f"{ROOM}.list", channel=plain(row["name"]), n=row["customers"]), anchor=False)
    parts.client_list(facts, thresholds, {}, row["customers"], "channel_list", among)


parts.page(ROOM, live, rest)
