"""One look for all charts: colours by meaning, the language's own numbers, light and dark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import pyarrow as pa

from analytics.segment_map import ALL
from analytics.words import Words, renamed, words

CLASS_COLORS = {
    False: {
        "A": "#1b7f5c",
        "B": "#d99a00",
        "C": "#b23a48",
        "X": "#1b7f5c",
        "Y": "#d99a00",
        "Z": "#b23a48",
        "D": "#6a2c91",
        "image": "#4a78c2",
        "new": "#4a78c2",
        "": "#8d99ae",
    },
    True: {
        "A": "#3fb98a",
        "B": "#f0b429",
        "C": "#e5697a",
        "X": "#3fb98a",
        "Y": "#f0b429",
        "Z": "#e5697a",
        "D": "#c493ea",
        "image": "#7ea6e8",
        "new": "#7ea6e8",
        "": "#8d99ae",
    },
}
CLASS_COLORS[False] |= {"regular": "#1b7f5c", "developing": "#63a98a", "returned": "#2f93a3", "lost": "#b23a48"}
CLASS_COLORS[True] |= {"regular": "#3fb98a", "developing": "#8fd3b3", "returned": "#4fc0cc", "lost": "#e5697a"}
CLASS_COLORS[False] |= {
    "champion": "#1b7f5c",
    "loyal": "#4f9f7f",
    "potential_loyalist": "#7da83a",
    "promising": "#6aa5d3",
    "needs_attention": "#d9a521",
    "about_to_sleep": "#c98a3d",
    "at_risk": "#d5683c",
    "cannot_lose": "#b23a48",
    "hibernating": "#8d99ae",
    "own_1": "#7c5cbf",
    "own_2": "#a8569f",
    "own_3": "#5566bb",
    "own_4": "#937bc4",
    "own_5": "#b8749c",
}
CLASS_COLORS[True] |= {
    "champion": "#3fb98a",
    "loyal": "#5fbf9f",
    "potential_loyalist": "#a3c964",
    "promising": "#8fc1ea",
    "needs_attention": "#f0c04a",
    "about_to_sleep": "#dfa766",
    "at_risk": "#ee8a5f",
    "cannot_lose": "#e5697a",
    "hibernating": "#8d99ae",
    "own_1": "#a58be0",
    "own_2": "#cf86c8",
    "own_3": "#8492e6",
    "own_4": "#b9a5e2",
    "own_5": "#dba0c2",
}
SEQUENCES = {False: ("#e6f2f2", "#0b6e6e"), True: ("#1d2f36", "#2fb3b3")}


@dataclass(frozen=True)
class Look:
    """How a chart is drawn: the visitor's language, whether the page is dark, the visitor's own names for segments, and how
    many times as large as on a desk its letters are (analytics.charts.projector)."""

    language: str = "ru"
    dark: bool = False
    own: tuple[tuple[str, str], ...] = ()
    scale: float = 1

    @property
    def words(self) -> Words:
        return renamed(self.language, self.own)

    @property
    def ink(self) -> str:
        return "#e6edf3" if self.dark else "#1f2933"

    @property
    def muted(self) -> str:
        return "#9fb0c0" if self.dark else "#52606d"

    @property
    def grid(self) -> str:
        return "#2d3742" if self.dark else "#e4eaf0"

    @property
    def paper(self) -> str:
        return "#12181f" if self.dark else "#ffffff"

    @property
    def accent(self) -> str:
        return "#2fb3b3" if self.dark else "#0b6e6e"

    def class_scale(self, members: tuple[str, ...]) -> alt.Scale:
        return alt.Scale(domain=list(members), range=[self.class_color(m) for m in members])

    def class_color(self, member: str) -> str:
        return CLASS_COLORS[self.dark].get(member, CLASS_COLORS[self.dark][""])

    def is_deep(self, colour: str, opacity: float = 1) -> bool:
        """Whether light letters stand out more than dark ones on this colour laid over the paper."""
        mixed = [
            opacity * int(colour[i : i + 2], 16) + (1 - opacity) * int(self.paper[i : i + 2], 16) for i in (1, 3, 5)
        ]
        light = sum(share * (part / 255) ** 2.2 for share, part in zip((0.2126, 0.7152, 0.0722), mixed, strict=True))
        return light < 0.2

    def ink_where_deep(self) -> dict:
        """The colour of letters over marks that tell whether they are `deep`."""
        return alt.condition(alt.datum.deep, alt.value("#ffffff"), alt.value("#12181f"))

    def segment_scale(self) -> alt.Scale:
        """Colours of the RFM segments by their number in `segment_map.ALL`."""
        return alt.Scale(domain=list(range(len(ALL))), range=[self.class_color(code) for code in ALL])

    def finished(self, chart: alt.TopLevelMixin) -> alt.TopLevelMixin:
        """The chart with the house's axes and the language's numbers and months."""
        return (
            chart.configure(locale=_locale(self.language), background="transparent", padding=4)
            .configure_axis(
                labelColor=self.muted,
                titleColor=self.muted,
                gridColor=self.grid,
                domain=False,
                ticks=False,
                labelFontSize=12,
                titleFontSize=12,
                titleFontWeight="normal",
                labelPadding=6,
                titlePadding=10,
            )
            .configure_view(stroke=None)
            .configure_legend(labelColor=self.ink, titleColor=self.muted, labelFontSize=12)
            .configure_text(font="Source Sans, Source Sans Pro, sans-serif")
        )


def frame(rows: Sequence[Mapping], columns: Sequence[str]) -> pa.Table:
    """Rows → the dataset of a chart or a table. Arrow goes to the browser as it is; pandas would be made for nothing."""
    return pa.table({column: [row.get(column) for row in rows] for column in columns})


def named(dataset: str) -> alt.NamedData:
    return alt.NamedData(name=dataset)


def thousands(look: Look) -> str:
    """An axis label for large numbers in the language's own short words: `40 тыс.`, `40K`."""
    words, sign = look.words, "abs(datum.value)"
    shortened = [
        f"{sign} >= {size:.0f} ? format(datum.value / {size:.0f}, ',.3~g') + '{_unit(words.short(size))}'"
        for size in (1e12, 1e9, 1e6, 1e3)
    ]
    return " : ".join([*shortened, "format(datum.value, ',.3~g')"])


def _unit(short: str) -> str:
    return short.lstrip("1")


def _locale(language: str) -> alt.Locale:
    """The marks and names of the language for d3, from Babel."""
    marks = words(language).locale
    number = alt.NumberLocale(
        decimal=marks.number_symbols["latn"]["decimal"],
        thousands=marks.number_symbols["latn"]["group"],
        grouping=[3],
        currency=["", ""],
        percent="\u00a0%" if language == "ru" else "%",
    )
    return alt.Locale(number=number, time=_time(marks))


def _time(marks) -> alt.TimeLocale:
    months, days = marks.months["stand-alone"], marks.days["stand-alone"]
    week = [6, 0, 1, 2, 3, 4, 5]
    return alt.TimeLocale(
        dateTime="%x, %X",
        date="%d.%m.%Y" if marks.language == "ru" else "%m/%d/%Y",
        time="%H:%M:%S",
        periods=["AM", "PM"],
        days=[days["wide"][d] for d in week],
        shortDays=[days["abbreviated"][d] for d in week],
        months=[months["wide"][m] for m in range(1, 13)],
        shortMonths=[months["abbreviated"][m].rstrip(".") for m in range(1, 13)],
    )
