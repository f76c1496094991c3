"""The Excel workbook of a base: its sheets, native charts, formulas and looks."""
