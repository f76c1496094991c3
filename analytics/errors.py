"""What can go wrong for a visitor, as a code and its particulars; the sentence lives in the catalogue (`errors.<code>`)."""

from __future__ import annotations


class Unusable(Exception):
    """The input or an option cannot be used. `code` is a key of the `errors` catalogue, `particulars` fill its sentence.

    Particulars name the file, row, column and value wherever they are known, so the sentence can say what to mend.
    """

    def __init__(self, code: str, **particulars: object):
        super().__init__(code, particulars)
        self.code = code
        self.particulars = particulars
