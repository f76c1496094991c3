"""Real households of a grocery chain (The Complete Journey): their files as published are read, their sample opens every page."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

import sample_data
from analytics import __main__ as command
from analytics import attributes, bases, self_check
from analytics import facts as heavy
from analytics.errors import Unusable
from analytics.facts import Facts
from analytics.ingest import Hints, lexicon, understand
from analytics.ingest.formulas import Formula, parse
from analytics.methods import channels, loyalty, personas, portrait
from analytics.methods.abc_analysis import chosen
from analytics.thresholds import Thresholds
from analytics.views import View
from analytics.warehouse import Warehouse
from analytics.words import LANGUAGES, words
from tests.ingest_files import Loaded, text_file
from tests.samples import opened_sample
from tests.screens import Visitor

STORED = Path(sample_data.__file__).parent
# The first lines of the published files.
DEMOGRAPHICS = """\
"household_id","age","income","home_ownership","marital_status","household_size","household_comp","kids_count"
"1","65+","35-49K","Homeowner","Married","2","2 Adults No Kids","0"
"1001","45-54","50-74K","Homeowner","Unmarried","1","1 Adult No Kids","0"
"1003","35-44","25-34K",,"Unmarried","1","1 Adult No Kids","0"
"1004","25-34","15-24K",,"Unmarried","1","1 Adult No Kids","0"
"""
REDEMPTIONS = """\
"household_id","coupon_upc","campaign_id","redemption_date"
"1029","51380041013","26",2017-01-01
"1029","51380041313","26",2017-01-01
"165","53377610033","26",2017-01-03
"""
TRANSACTIONS = """\
"household_id","store_id","basket_id","product_id","quantity","sales_value","retail_disc","week","transaction_timestamp"
"1029","309","31625220889","940996",1,3.86,0.43,5,2017-01-28 14:06:53
"165","368","32053127496","873902",1,1.59,0.9,10,2017-02-28 22:31:57
"""
RESPONSES = Hints(kind="contacts", mapping={"kind": "mailing_response"})


class TestPublishedFiles:
    def test_demographics_are_a_list_of_clients_though_they_tell_an_income(self, tmp_path):
        told = understand(text_file(tmp_path, DEMOGRAPHICS))
        assert told.kind == "customers"
        assert (told.mapping["customer_id"], told.mapping["age"], told.missing) == ("household_id", "age", ())

    def test_an_income_in_numbers_is_still_a_sum(self, tmp_path):
        told = understand(text_file(tmp_path, "client,age,income\nanna,30,1000\nboris,40,2000\n"))
        assert (told.kind, told.mapping["amount"]) == ("totals", "income")

    def test_unreadable_sums_of_no_persons_are_still_told(self, tmp_path):
        file = text_file(tmp_path, "client,city,income\nanna,Bern,35-49K\nboris,Bonn,50-74K\n")
        with pytest.raises(Unusable) as fault:
            Loaded(tmp_path, file)
        assert fault.value.code == "all_amounts_unreadable"

    def test_redemptions_lack_only_what_kind_of_contact_they_are(self, tmp_path):
        told = understand(text_file(tmp_path, REDEMPTIONS), hints=Hints(kind="contacts"))
        assert (told.mapping["date"], told.missing) == ("redemption_date", ("kind",))


class TestOneKindForAWholeFile:
    @pytest.mark.parametrize("word", ["mailing_response", "Mailing response", "отклик на рассылку"])
    def test_a_word_for_a_kind_says_what_every_row_is(self, word, tmp_path):
        said = Hints(kind="contacts", mapping={"kind": word})
        loaded = Loaded(tmp_path, text_file(tmp_path, REDEMPTIONS), hints=said)
        assert loaded.rows("customer_id", "kind", table="contacts") == [
            ("1029", "mailing_response"),
            ("1029", "mailing_response"),
            ("165", "mailing_response"),
        ]

    def test_rows_in_trouble_are_of_the_kind_too(self, tmp_path):
        text = REDEMPTIONS + '"7","1","26","3 January 2017"\n"8","1","26","no day"\n"9","1","26",2017-01-05,more\n'
        loaded = Loaded(tmp_path, text_file(tmp_path, text), hints=RESPONSES)
        kinds = {client: kind for client, kind in loaded.rows("customer_id", "kind", table="contacts")}
        assert set(kinds.values()) == {"mailing_response"} and "7" in kinds and "8" not in kinds

    def test_a_column_of_the_file_comes_before_a_word(self):
        assert parse("complaint", ["client", "complaint"], "f", "kind") == Formula(((1,),))
        assert parse("complaint", ["client", "day"], "f", "kind") == Formula((), "complaint")

    @pytest.mark.parametrize(
        ("column", "text"), [("kind", "weather"), ("amount", "complaint"), ("manager", "complaint")]
    )
    def test_no_other_word_stands_for_a_column(self, column, text):
        with pytest.raises(Unusable) as fault:
            parse(text, ["client", "day"], "f", column)
        assert fault.value.code == "unknown_mapping_column"

    def test_the_command_line_says_it_of_the_file_that_lacks_it(self, tmp_path, capsys):
        sold = text_file(tmp_path, TRANSACTIONS, "transactions.csv")
        redeemed = text_file(tmp_path, REDEMPTIONS, "redemptions.csv")
        said = ["inspect", f"sales={sold}", f"contacts={redeemed}", "--map", "kind=mailing_response", "--json"]
        assert command.main(said) == 0
        files = {file["kind"]: file for file in json.loads(capsys.readouterr().out)["files"]}
        assert files["contacts"]["mapping"]["kind"] == "mailing_response"
        assert "kind" not in files["sales"]["mapping"]

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("column", ["kind", "question", "outcome"])
    def test_every_code_has_its_word(self, column, language):
        assert [code for code in lexicon.codes(column).values() if not words(language).has(f"data.code_{code}")] == []

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.usefixtures("own_rooms")
    def test_the_form_of_a_file_offers_it(self, language):
        visitor = Visitor(language).opens("data").uploads(("redemptions.csv", REDEMPTIONS.encode()))
        said = visitor.words
        choose = lambda label, value: next(b for b in visitor.app.selectbox if b.label == label).set_value(value)  # noqa: E731
        choose(said("data.kind"), "contacts")
        kind = f"{said('columns.kind')} *"
        choose_from = next(box for box in visitor.runs().app.selectbox if box.label == kind)
        assert said("data.every_row", value=said("data.code_mailing_response")) in choose_from.options
        choose_from.set_value("mailing_response")
        visitor.runs()
        assert next(box for box in visitor.app.selectbox if box.label == kind).value == "mailing_response"


@pytest.fixture(scope="module")
def households(tmp_path_factory) -> Warehouse:
    warehouse = opened_sample("households", tmp_path_factory.mktemp("households"))
    yield warehouse
    warehouse.close()


@pytest.fixture(scope="module")
def facts(households) -> Facts:
    return heavy.build(households, View().under(Thresholds()))


class TestSample:
    def test_every_published_number_is_counted_again(self, households):
        told = self_check.beside(self_check.recount(households), sample_data.sample("households").published)
        assert len(told) == 3 and all(row["agrees"] for row in told)

    def test_the_mailings_are_those_of_the_campaigns_and_the_answers_one_for_each(self, households):
        found = households.rows(
            "select kind, count(*) as n, count(distinct customer_id) as clients from contacts group by 1"
        )
        assert {row["kind"]: (row["n"], row["clients"]) for row in found} == {
            "mailing_sent": (6_589, 1_559),
            "mailing_response": (792, 410),
        }

    def test_who_the_households_are_is_known_of_a_third(self, households):
        assert households.value("select count(*) from customers") == 801
        columns = bases.available(households)["customers"]
        assert {"age", "size", *(f"attribute_{i}" for i in range(1, 6))} <= columns

    def test_everyone_who_answered_was_sent_a_mailing_and_is_a_client(self, households):
        answered = "select distinct customer_id from contacts where kind = 'mailing_response'"
        sent = "select customer_id from contacts where kind = 'mailing_sent'"
        assert households.value(f"select count(*) from ({answered} except {sent})") == 0
        assert households.value(f"select count(*) from ({answered} except select customer_id from sales)") == 0


class TestMethods:
    def test_stores_are_compared_and_no_store_is_chased(self, households, facts):
        rows = channels.table(households, facts, Thresholds())
        assert sum(row["customers"] for row in rows) == 2_377
        assert [row["channel"] for row in rows][-1] == channels.OTHER_CHANNELS
        assert channels.loyal(rows) is None

    def test_the_radar_has_the_two_types_that_purchases_and_mailings_tell(self, households, facts):
        """Mailings of 2017 went to 1,544 households that bought; the share each answered, counted apart, is the contact score."""
        held = loyalty.scores(households, facts, Thresholds())
        known = {type: clients for type, (clients, _) in held.types.items()}
        assert known == {"financial": 2_377, "referral": 0, "procedural": 0, "contact": 1_544, "evaluative": 0}
        assert held.types["contact"][1] == pytest.approx(self.answered())
        assert [held.reason(type) is None for type in known] == [True, False, False, True, False]

    @staticmethod
    def answered() -> float:
        found = f"""with counted as (
            select household_id, count(*) filter (kind = 'mailing sent') as sent,
                   count(*) filter (kind <> 'mailing sent') as answers
            from '{STORED / "households_contacts.parquet"}' where date between '2017-01-01' and '2017-12-31' group by 1)
            select avg(100 * least(answers / sent, 1)) from counted where sent > 0
            and household_id in (select household_id from '{STORED / "households_sales.parquet"}')"""
        return duckdb.sql(found).fetchall()[0][0]

    def test_the_portrait_warns_that_the_best_are_better_known(self, households, facts):
        described, thresholds = attributes.describe(households, facts), Thresholds()
        traits = portrait.portrait(households, described, thresholds, chosen(thresholds, facts), "A")
        uneven = {trait.attribute.column for trait in portrait.unevenly_given(traits)}
        assert uneven == {"age", "size", *(f"attribute_{i}" for i in range(1, 6))}
        assert all(trait.lift < 1 for trait in portrait.unevenly_given(traits))

    def test_shares_of_a_portrait_sum_to_1_in_every_attribute(self, households, facts):
        described, thresholds = attributes.describe(households, facts), Thresholds()
        traits = portrait.portrait(households, described, thresholds, chosen(thresholds, facts), "A")
        for attribute in described.attributes:
            mine = [trait for trait in traits if trait.attribute == attribute and trait.code != attributes.NOT_GIVEN]
            assert sum(trait.share_in_class for trait in mine) == pytest.approx(1)
            assert sum(trait.share_in_base for trait in mine) == pytest.approx(1)

    def test_personas_hold_every_household(self, households, facts):
        thresholds = Thresholds({"personas.count": "4"})
        found = personas.find(households, attributes.describe(households, facts), thresholds)
        profiles = personas.profiles(households, found)
        assert len(profiles) == 4
        assert sum(row["customers"] for row in profiles) == 2_377


@pytest.mark.usefixtures("own_rooms")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_of_relations_tell_of_the_households(language):
    visitor = Visitor(language).opens("data").presses("sample.households")
    assert words(language)("samples.households") in " ".join(visitor.reads())
    for room in ("channels", "loyalty", "portrait"):
        visitor.opens(room)
        assert not visitor.complaints and any(letter.isdigit() for letter in visitor.headline), room
