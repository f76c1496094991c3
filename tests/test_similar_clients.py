"""Which clients are proposed to be one, how surely, and which never are."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.bases import available
from analytics.doctor import merging, similar_clients
from analytics.doctor.likeness import Name, alike
from analytics.ingest.names import normal_name, taken_apart
from tests.bases import Base

SURE = [
    ('ООО "Ромашка"', "Ромашка ООО"),
    ('ООО "Ромашка"', "РОМАШКА"),
    ("Общество с ограниченной ответственностью «Ромашка»", "OOO Ромашка"),
    ("Алёна Петрова", "Алена Петрова"),
    ("Иванов Иван", "Иван Иванов"),
    ("Магазин №5", "МАГАЗИН 5"),
    ("Рoмaшка", "Ромашка"),
    ("Daisy, LLC", "LLC Daisy"),
    ("Вектор  Плюс", "Вектор Плюс"),
]
LIKELY = [
    ("Технологии Севера", "Технолгии Севера", "typo"),
    ("ООО Строй Сервис", "Стройсервис", "spacing"),
    ("ТД Ромашка", "Ромашка", "soft_words"),
    ("Иванов И.И.", "Иванов Иван Ильич", "initials"),
    ("ИП Ромашка", "ООО Ромашка", "other_form"),
    ("Technology Partners", "Tecnology Partnres", "typo"),
]
APART = [
    ("Магазин №5", "Магазин №6"),
    ("Магазин", "Магазин №6"),
    ("Филиал Омск", "Филиал Томск"),
    ("Аптека Берёзовая роща", "Аптека Березовая роша"),
    ("Иванов И.И.", "Иванов П.И."),
    ("Иванов Иван", "Иванова Иван"),
    ("Иванов И.", "Петров И."),
    ("Омск", "Томск"),
    ("Ромашка", "Ромашка Плюс Север"),
    ("17850", "17851"),
]


def base(*lines: tuple) -> Base:
    """(client, amount) or (client, amount, name) lines."""
    columns = ["customer_id", "order_date", "amount", "customer_name"]
    rows = [(line[0], "2025-01-01", line[1], *(line[2:] or (None,))) for line in lines]
    return Base().with_rows("sales", columns if any(len(x) > 2 for x in lines) else columns[:3],
                            [row if any(len(x) > 2 for x in lines) else row[:3] for row in rows])  # fmt: skip


def proposed(made: Base) -> list[similar_clients.Proposal]:
    return similar_clients.search(made.warehouse, available(made.warehouse))


@pytest.mark.parametrize(("one", "other"), SURE)
def test_one_name_written_in_two_ways_is_sure(one, other):
    (found,) = proposed(base((one, 10), (other, 5)))
    assert (found.sure, found.into_id, found.customer_id) == (True, one, other)


@pytest.mark.parametrize(("one", "other", "reason"), LIKELY)
def test_names_nearly_alike_are_likely(one, other, reason):
    (found,) = proposed(base((one, 10), (other, 5)))
    assert (found.sure, found.reason) == (False, reason) and 80 <= found.score < 100


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_told_apart_on_purpose_are_not_proposed(one, other):
    assert proposed(base((one, 10), (other, 5))) == []


def test_the_one_with_most_revenue_is_the_main():
    found = proposed(base(("Ромашка ООО", 5), ("РОМАШКА", 70), ('ООО "Ромашка"', 20)))
    assert [(p.customer_id, p.into_id, p.revenue) for p in found] == [
        ('ООО "Ромашка"', "РОМАШКА", Decimal(20)),
        ("Ромашка ООО", "РОМАШКА", Decimal(5)),
    ]


def test_merging_all_proposals_leaves_a_client_per_group():
    made = base(("Ромашка ООО", 5), ("РОМАШКА", 70), ('ООО "Ромашка"', 20), ("Вектор", 3), ("ВЕКТОР", 1), ("Юг", 1))
    found = proposed(made)
    merging.merge(made.warehouse, [(p.customer_id, p.into_id) for p in found])
    assert made.warehouse.value("select count(distinct customer_id) from sales") == 6 - (5 - 2)
    assert made.warehouse.value("select sum(amount) from sales") == 100 and proposed(made) == []


class TestClientsKnownByCode:
    def test_namesakes_are_only_likely(self):
        (found,) = proposed(base(("17", 10, "Анна Белова"), ("35", 5, "Анна Белова")))
        assert (found.sure, found.reason, found.into_name) == (False, "same_name", "Анна Белова")

    def test_a_firm_under_two_codes_is_sure(self):
        (found,) = proposed(base(("17", 10, "ООО Ромашка"), ("35", 5, "Ромашка, ООО")))
        assert (found.sure, found.customer_id, found.into_id) == (True, "35", "17")

    def test_codes_without_names_are_not_compared(self):
        assert proposed(base(("17850", 10), ("17851", 5), ("17852", 1))) == []

    def test_codes_written_in_two_ways_are_sure(self):
        (found,) = proposed(base(("K-17", 10), ("k-17 ", 5)))
        assert (found.sure, found.reason) == (True, "written_alike")


class TestContacts:
    def listed(self, *clients: tuple[str, str, str]) -> Base:
        made = base(*((name, 10 - i) for i, (name, _, _) in enumerate(clients)))
        return made.with_rows("customers", ["customer_id", "phone", "email"], clients)

    def test_one_phone_is_strong_evidence(self):
        (found,) = proposed(self.listed(("Вектор", "+7 913 000-00-01", None), ("ИП Белов", "8 (913) 000 00 01", None)))
        assert (found.sure, found.reason) == (False, "same_contact")

    def test_one_mailbox_of_two_shops_is_not(self):
        shops = ("Магазин №5", None, "office@shop.example"), ("Магазин №6", None, "office@shop.example")
        assert proposed(self.listed(*shops)) == []

    def test_a_phone_of_everybody_tells_nobody(self):
        clients = [(name, "8 913 000 00 01", None) for name in ("Вектор", "Ромашка", "Север", "Юг", "Альфа", "Омега")]
        assert proposed(self.listed(*clients)) == []


class TestNames:
    @pytest.mark.parametrize(
        ("name", "normal", "form"),
        [
            ('ООО "Ромашка-Плюс"', "ромашка плюс", "ooo"),
            ("Acme, Ltd.", "acme", "ltd"),
            ("Магазин №5", "магазин 5", None),
            ("ООО", "ооо", None),
            ("", "", None),
        ],
    )
    def test_normal_form(self, name, normal, form):
        assert (normal_name(name), taken_apart(name)[1]) == (normal, form)

    @given(st.text())
    def test_it_is_normal_already(self, name):
        assert normal_name(normal_name(name)).split() == normal_name(normal_name(normal_name(name))).split()

    @settings(deadline=None)
    @given(st.text("абвгд №5", min_size=1), st.text("абвгд №5", min_size=1))
    def test_likeness_does_not_depend_on_the_order(self, one, other):
        assert alike(Name(one), Name(other)) == alike(Name(other), Name(one))


def test_a_likeness_in_a_crowd_of_names_is_found():
    crowd = [(f"Фирма{chr(0x430 + i)}{chr(0x430 + j)}троль", 1) for i in range(12) for j in range(12)]
    found = proposed(base(*crowd, ("Электромонтаж", 9), ("Электромнотаж", 2)))
    assert ("Электромнотаж", "Электромонтаж") in [(p.customer_id, p.into_id) for p in found]
