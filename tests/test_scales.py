"""A survey on the scale of 1 to 5 comes in as one of 0 to 10, by a rule that is told and can be changed. METHODS §13."""

from __future__ import annotations

import pytest

from analytics.errors import Unusable
from analytics.ingest import Hints, receipts, refused, scales
from analytics.words import LANGUAGES, words
from tests.ingest_files import Loaded, loaded_text, text_file, workbook
from tests.screens import Visitor, workspace_with

FIVE, TEN = "1-5", "0-10"
EVERY_MARK = ("1", "2", "3", "4", "5")


def survey(*marks: str, heading: str = "Score") -> str:
    return f"Date,{heading},Client\n" + "".join(f"2025-02-{1 + i:02},{mark},Anna\n" for i, mark in enumerate(marks))


def read(folder, *marks: str, hints: Hints | None = None, heading: str = "Score") -> Loaded:
    return loaded_text(folder, survey(*marks, heading=heading), hints=hints or Hints(kind="scores"))


def marks_of(base: Loaded) -> list[int]:
    return [int(score) for (score,) in base.rows("score", table="scores")]


class TestGuess:
    def test_marks_of_1_to_5_keep_what_they_mean(self, tmp_path):
        base = read(tmp_path, *EVERY_MARK)
        assert (base.told[0].scale, marks_of(base)) == (FIVE, [1, 3, 5, 8, 10])
        assert "scale_five_seen" in base.told[0].evidence

    def test_4_and_5_are_high_for_csi_and_1_and_2_low_and_only_5_recommends(self):
        assert [mark for mark, score in scales.TO_TEN.items() if score >= 8] == [4, 5]
        assert [mark for mark, score in scales.TO_TEN.items() if 1 <= score <= 3] == [1, 2]
        assert [mark for mark, score in scales.TO_TEN.items() if score >= 9] == [5]
        assert [mark for mark, score in scales.TO_TEN.items() if score <= 6] == [1, 2, 3]

    @pytest.mark.parametrize("other", ["0", "6", "4.5"])
    def test_one_score_of_another_scale_leaves_all_as_they_are(self, tmp_path, other):
        base = read(tmp_path, *EVERY_MARK, other)
        assert (base.told[0].scale, [str(s.normalize()) for (s,) in base.rows("score", table="scores")]) == (
            TEN,
            [*EVERY_MARK, other],
        )
        assert "scale_five_seen" not in base.told[0].evidence

    def test_a_score_far_below_the_sample_is_seen_too(self, tmp_path):
        base = loaded_text(
            tmp_path, "Date,Score\n" + "2025-02-01,5\n" * 5000 + "2025-02-02,10\n", hints=Hints(kind="scores")
        )
        assert base.told[0].scale == TEN

    def test_four_answers_are_too_few_to_tell(self, tmp_path):
        assert read(tmp_path, *EVERY_MARK[:4]).told[0].scale == TEN

    @pytest.mark.parametrize("heading", ["NPS", "Оценка от 0 до 10"])
    def test_a_heading_that_says_ten_is_believed(self, tmp_path, heading):
        assert read(tmp_path, *EVERY_MARK, heading=heading).told[0].scale == TEN

    def test_a_workbook_writes_whole_marks_as_numbers(self, tmp_path):
        rows = [("Date", "Score"), *((f"2025-02-0{mark}", float(mark)) for mark in (1, 2, 3, 4, 5))]
        base = Loaded(tmp_path, workbook(tmp_path, {"survey": rows}), hints=Hints(kind="scores"))
        assert marks_of(base) == [1, 3, 5, 8, 10]

    def test_other_bases_have_no_scale(self, tmp_path):
        assert loaded_text(tmp_path, "Client,Date,Amount\nAnna,2025-01-01,5\n").told[0].scale is None


class TestTold:
    def test_the_visitor_may_say_it_is_ten(self, tmp_path):
        base = read(tmp_path, *EVERY_MARK, hints=Hints(kind="scores", scale=TEN))
        assert (marks_of(base), [n.code for n in base.receipt.warnings]) == ([1, 2, 3, 4, 5], [])
        assert "scale_told" in base.told[0].evidence

    def test_the_visitor_may_say_it_is_five_and_what_is_beyond_is_refused(self, tmp_path):
        base = read(tmp_path, "5", "6", "4.5", "0", "1", hints=Hints(kind="scores", scale=FIVE))
        assert marks_of(base) == [10, 1]
        assert [(row["reason"], row["value"]) for row in refused(base.warehouse)] == [
            ("score_out_of_five", value) for value in ("6", "4.5", "0")
        ]

    def test_nothing_of_the_told_scale_is_no_base(self, tmp_path):
        with pytest.raises(Unusable):
            read(tmp_path, "9", "8", hints=Hints(kind="scores", scale=FIVE))

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_rule_stands_in_the_receipt(self, tmp_path, language):
        base = read(tmp_path, *EVERY_MARK)
        (notice,) = receipts(base.warehouse)[0].warnings
        assert "4 → 8" in words(language)(f"ingest.{notice.code}", **notice.particulars)

    def test_added_rows_keep_their_own_scale(self, tmp_path):
        first = text_file(tmp_path, survey(*EVERY_MARK), "five.csv")
        second = text_file(tmp_path, survey("9", "4", "10", "2", "0"), "ten.csv")
        base = Loaded(tmp_path, first, second, hints=Hints(kind="scores"))
        assert marks_of(base) == [1, 3, 5, 8, 10, 9, 4, 10, 2, 0]


@pytest.mark.usefixtures("own_rooms")
class TestScreens:
    SOLD = ("sales.csv", "Client,Date,Amount\nAnna,2025-01-01,700\nAnna,2025-12-31,100\n")

    def test_the_page_of_satisfaction_tells_the_rule(self):
        visitor = Visitor("en", workspace_with(self.SOLD, ("scores.csv", survey(*EVERY_MARK)))).opens("satisfaction")
        assert any("4 → 8" in text for text in visitor.reads())
        assert "CSI 1.0: 2 high scores, 2 low ones" in visitor.headline

    def test_the_form_offers_the_other_scale(self):
        visitor = Visitor("en").opens("data").uploads(("scores.csv", survey(*EVERY_MARK).encode()))
        chosen = next(box for box in visitor.app.selectbox if box.label == words("en")("data.scale"))
        assert chosen.value == FIVE
        chosen.set_value(TEN)
        visitor.runs()
        assert next(box for box in visitor.app.selectbox if box.label == words("en")("data.scale")).value == TEN
        assert not any("4 → 8" in text for text in visitor.reads())

    def test_a_file_whose_columns_are_all_found_has_no_more_of_them_to_show(self):
        full = "Date,Score,Client,Manager,Question\n" + "".join(
            f"2025-02-0{mark},{mark},Anna,Boris,Are you satisfied\n" for mark in EVERY_MARK
        )
        for survey_file, told in ((full, 0), (survey(*EVERY_MARK), 1)):
            visitor = Visitor("en").opens("data").uploads(("scores.csv", survey_file.encode()))
            more = [each.label for each in visitor.app.expander if each.label.startswith("More columns")]
            assert len(more) == told
