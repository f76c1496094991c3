"""Native charts of the workbook: each refers to the cells of a table that stands beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.chart import BarChart, LineChart, RadarChart
from openpyxl.chart._chart import ChartBase
from openpyxl.chart.data_source import AxDataSource, NumDataSource, NumRef, StrRef
from openpyxl.chart.legend import Legend, LegendEntry
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.fill import ColorChoice, PatternFillProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties, RegularTextRun

from analytics.report_book import looks
from analytics.report_book.tables import Placed

WIDTH, BROAD, HEIGHT, TALL = 17, 22, 8.5, 11
THIN, THICK = 9525, 28575
SECOND_AXIS = 200


@dataclass(frozen=True)
class Drawn:
    """What is told about a chart: its title, the titles of its axes, how numbers on the value axis and the labels of the
    categories are written, and the numbers where the value axis begins and ends."""

    title: str
    across: str = ""
    up: str = ""
    format: str = looks.COUNT
    labels: str = "General"
    low: float | None = None
    high: float | None = None
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True)
class Line:
    """A series: the column its numbers stand in, its colour; `points` colours single ones, `hatched` are not finished."""

    column: str
    colour: str
    points: Mapping[int, str] = field(default_factory=dict)
    hatched: Sequence[int] = ()
    dashed: bool = False
    unseen: bool = False


def bars(placed: Placed, label: str, lines: Sequence[Line], drawn: Drawn, stacked: str = "", flat: bool = False):
    """Columns (or, `flat`, bars) by a label; `stacked` is stacked or percentStacked."""
    chart = BarChart()
    chart.type, chart.gapWidth = "bar" if flat else "col", 45
    if stacked:
        chart.grouping, chart.overlap = stacked, 100
    _fill(chart, placed, label, lines, drawn)
    if flat:
        chart.x_axis.scaling.orientation = "maxMin"
        chart.y_axis.crosses = "max"
    return chart


def rows_as_bars(placed: Placed, first: str, last: str, colours: Sequence[str], drawn: Drawn) -> BarChart:
    """Each row of a table is a series over the columns from `first` to `last`, all together 100 %."""
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "percentStacked", 100, 45
    for i, colour in enumerate(colours):
        name = placed.values(next(iter(placed.columns)), rows=placed.row_of(i))
        chart.ser.append(
            _series(name, placed.heads(first, last), placed.values(first, last, placed.row_of(i)), i, True)
        )
        chart.ser[-1].graphicalProperties = _solid(colour)
    _dress(chart, drawn)
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.crosses = "max"
    return chart


def lines(placed: Placed, label: str, lines: Sequence[Line], drawn: Drawn) -> LineChart:
    chart = LineChart()
    _fill(chart, placed, label, lines, drawn)
    return chart


def bars_and_lines(
    placed: Placed,
    label: str,
    columns: Sequence[Line],
    curves: Sequence[Line],
    drawn: Drawn,
    beside: Drawn | None = None,
) -> BarChart:
    """Columns with lines over them, on the same axis or, with `beside`, on one of their own at the right."""
    chart, over = bars(placed, label, columns, drawn), LineChart()
    _fill(over, placed, label, curves, beside or drawn, len(columns))
    if beside:
        over.y_axis.axId, over.y_axis.crosses = SECOND_AXIS, "max"
        over.y_axis.majorGridlines = None
    chart += over
    chart.legend = _legend()
    return chart


def radar(placed: Placed, label: str, lines: Sequence[Line], drawn: Drawn) -> RadarChart:
    chart = RadarChart()
    chart.type = "marker"
    _fill(chart, placed, label, lines, drawn)
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=looks.GRID, w=THIN))
    return chart


def _fill(chart: ChartBase, placed: Placed, label: str, lines: Sequence[Line], drawn: Drawn, first: int = 0) -> None:
    for i, line in enumerate(lines, first):
        series = _series(placed.heads(line.column), placed.values(label), placed.values(line.column), i,
                         drawn.labels == "General")  # fmt: skip
        chart.ser.append(series)
        _colour(series, line, isinstance(chart, BarChart))
    _dress(chart, drawn)


def _series(name: str, labels: str, values: str, i: int, texts: bool) -> Series:
    series = Series(idx=i, order=i, tx=SeriesLabel(strRef=StrRef(name)))
    series.cat = AxDataSource(strRef=StrRef(labels)) if texts else AxDataSource(numRef=NumRef(f=labels))
    series.val = NumDataSource(numRef=NumRef(f=values))
    return series


def _colour(series: Series, line: Line, bar: bool) -> None:
    if bar:
        series.graphicalProperties = _nothing() if line.unseen else _solid(line.colour)
        series.invertIfNegative = False
        points = {i: _solid(colour) for i, colour in line.points.items()}
        points |= {i: _hatch(line.points.get(i, line.colour)) for i in line.hatched}
        series.dPt = [DataPoint(idx=i, invertIfNegative=False, spPr=look) for i, look in sorted(points.items())]
        return
    dash = "sysDash" if line.dashed else None
    series.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=line.colour, w=THICK, prstDash=dash))
    series.marker = Marker("none") if line.dashed else _marker(line.colour, line.colour)
    series.dPt = [_unfinished(i, line.colour) for i in line.hatched]
    series.smooth = False


def _unfinished(i: int, colour: str) -> DataPoint:
    """A point of a line that is not finished: hollow, and the way to it dashed."""
    way = GraphicalProperties(ln=LineProperties(solidFill=colour, w=THICK, prstDash="sysDash"))
    return DataPoint(idx=i, marker=_marker(looks.WHITE, colour), spPr=way)


def _marker(fill: str, colour: str) -> Marker:
    look = GraphicalProperties(solidFill=fill, ln=LineProperties(solidFill=colour, w=THIN))
    return Marker("circle", 5, look)


def _solid(colour: str) -> GraphicalProperties:
    return GraphicalProperties(solidFill=colour, ln=LineProperties(noFill=True))


def _nothing() -> GraphicalProperties:
    return GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))


def _hatch(colour: str) -> GraphicalProperties:
    ink, paper = ColorChoice(srgbClr=colour), ColorChoice(srgbClr=looks.WHITE)
    pattern = PatternFillProperties(prst="wdUpDiag", fgClr=ink, bgClr=paper)
    return GraphicalProperties(pattFill=pattern, ln=LineProperties(solidFill=colour, w=THIN))


def _dress(chart: ChartBase, drawn: Drawn) -> None:
    chart.title = _title(drawn.title, 1200, True)
    chart.width, chart.height = drawn.width, drawn.height
    chart.legend = _legend() if len(chart.ser) > 1 else None
    chart.graphical_properties = GraphicalProperties(solidFill=looks.WHITE, ln=LineProperties(solidFill=looks.GRID))
    _axes(chart, drawn)


def _legend() -> Legend:
    return Legend(legendPos="b", txPr=_letters(900))


def _axes(chart: ChartBase, drawn: Drawn) -> None:
    for axis, title in ((chart.x_axis, drawn.across), (chart.y_axis, drawn.up)):
        axis.delete = False
        axis.title = _title(title, 900) if title else None
        axis.txPr = _letters(900)
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=looks.GRID, w=THIN))
        axis.majorTickMark = "none"
    chart.x_axis.number_format, chart.y_axis.number_format = drawn.labels, drawn.format
    chart.x_axis.tickLblPos = "low"
    chart.x_axis.noMultiLvlLbl = True
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = drawn.low, drawn.high
    if chart.y_axis.majorGridlines:
        chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=looks.GRID, w=THIN))


def _title(text: str, size: int, bold: bool = False) -> Title:
    letters = _properties(size, bold, looks.INK if bold else looks.MUTED)
    run = RegularTextRun(rPr=letters, t=text)
    told = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), r=[run])])
    return Title(tx=Text(rich=told), overlay=False)


def _letters(size: int) -> RichText:
    letters = _properties(size, False, looks.MUTED)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=letters), endParaRPr=letters)])


def _properties(size: int, bold: bool, colour: str) -> CharacterProperties:
    return CharacterProperties(sz=size, b=bold, solidFill=colour, latin=Font(typeface=looks.FONT))


def without_legend_of(chart: ChartBase, i: int) -> None:
    """The legend says nothing of a series that is only a foot for the others."""
    chart.legend.legendEntry = [LegendEntry(idx=i, delete=True)]
