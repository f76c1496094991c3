"""What each page draws: which chart of analytics/charts, under which words, over which rows. The screen and the report ask here,
so that a picture is put together once. One file a page, as in analytics/headlines; `Drawing` is what all of them give."""

from analytics.drawings.drawing import Drawing

__all__ = ["Drawing"]
