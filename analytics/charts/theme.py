"""One look for all charts: colours by meaning, the language's own numbers, light and dark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import pyarrow as pa

from analytics.words import Words, words

CLASS_COLORS = {
    False: {
        "A": "#1b7f5c",
        "B": "#d99a00",
        "C": "#b23a48",
        "X": "#1b7f5c",
        "Y": "#d99a00",
        "Z": "#b23a48",
        "": "#8d99ae",
    },
    True: {
        "A": "#3fb98a",
        "B": "#f0b429",
        "C": "#e5697a",
        "X": "#3fb98a",
        "Y": "#f0b429",
        "Z": "#e5697a",
        "": "#8d99ae",
    },
}
SEQUENCES = {False: ("#e6f2f2", "#0b6e6e"), True: ("#1d2f36", "#2fb3b3")}


@dataclass(frozen=True)
class Look:
    """How a chart is drawn: the visitor's language and whether the page is dark."""

    language: str = "ru"
    dark: bool = False

    @property
    def words(self) -> Words:
        return words(self.language)

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
