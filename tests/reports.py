"""Reports as accounting programs and owners write them, each with the table that is in it, worked out by hand."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment

Row = list[object]


@dataclass(frozen=True)
class Written:
    """Rows of a report; `indents` are by row (from 1), `merged` ranges as a spreadsheet names them."""

    rows: list[Row]
    indents: dict[int, int] = field(default_factory=dict)
    merged: tuple[str, ...] = ()

    def xlsx(self, folder: Path, name: str = "report.xlsx") -> Path:
        """Indents are alignment of cells there, as 1C saves them."""
        book = openpyxl.Workbook()
        sheet = book.active
        for row in self.rows:
            sheet.append(row)
        for row, indent in self.indents.items():
            sheet.cell(row, 1).alignment = Alignment(indent=indent)
        for cells in self.merged:
            sheet.merge_cells(cells)
        book.save(folder / name)
        return folder / name

    def csv(self, folder: Path, name: str = "report.csv", delimiter: str = ";") -> Path:
        """Indents are blanks before the text there; numbers have a decimal comma."""
        path = folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, delimiter=delimiter)
            for place, row in enumerate(self.rows, 1):
                cells = [_as_text(cell) for cell in row]
                if cells and cells[0]:
                    cells[0] = "    " * self.indents.get(place, 0) + cells[0]
                out.writerow(cells)
        return path

    def written(self, folder: Path, container: str) -> Path:
        return self.xlsx(folder) if container == "xlsx" else self.csv(folder)


def _as_text(cell: object) -> str:
    if isinstance(cell, float | Decimal):
        return f"{cell:.2f}".replace(".", ",")
    return "" if cell is None else str(cell)


Leaf = tuple[tuple[str, ...], Sequence[object]]


def tree_rows(leaves: Sequence[Leaf], figures: slice, sums: bool = True) -> tuple[list[Row], list[int]]:
    """Leaves (names of the levels, cells of the line) → rows of a report with a head for each group, and their depths.

    `figures` are the cells of a line that heads sum up.
    """
    rows, depths, opened = [], [], ()
    for names, cells in leaves:
        same = next((i for i, (a, b) in enumerate(zip(opened, names, strict=False)) if a != b), len(opened))
        for depth in range(same, len(names)):
            rows.append([names[depth], *_sums(leaves, names[: depth + 1], cells, figures, sums)])
            depths.append(depth)
        opened = names
        rows.append(list(cells))
        depths.append(len(names))
    return rows, depths


def _sums(leaves, names: tuple[str, ...], like: Sequence[object], figures: slice, sums: bool) -> Row:
    within = [cells for path, cells in leaves if path[: len(names)] == names]
    places = range(len(like))[figures]
    return [sum(c[p] for c in within) if sums and p in places else None for p in range(1, len(like))]


SHIPMENTS: list[Leaf] = [
    (("Север", "Орлов О.О.", "Мурманск", "Иванова А."), ("ООО Ромашка", "ул. Мира, 1", 3, Decimal("1200.50"))),
    (("Север", "Орлов О.О.", "Мурманск", "Иванова А."), ("ООО Ромашка", "ул. Мира, 15", 1, Decimal("300.10"))),
    (("Север", "Орлов О.О.", "Мурманск", "Иванова А."), ("ИП Петров", "пр. Ленина, 4", 7, Decimal("2500.40"))),
    (("Север", "Орлов О.О.", "Мурманск", "Котов К."), ("ООО Лютик", "ул. Садовая, 9", 2, Decimal("800.00"))),
    (("Север", "Орлов О.О.", "Апатиты", "Котов К."), ("ЗАО Тюльпан", "ул. Кирова, 2", 5, Decimal("4100.25"))),
    (("Юг", "Зуев З.З.", "Сочи", "Белова Б."), ("ООО Пальма", "ул. Морская, 3", 10, Decimal("9000.75"))),
    (("Юг", "Зуев З.З.", "Сочи", "Белова Б."), ("ООО Ромашка", "ул. Южная, 8", 1, Decimal("150.00"))),
]
SHIPPED = sum(cells[3] for _, cells in SHIPMENTS)
LEVELS = ("Покупатели", "Менеджер", "Город", "Супервайзер", "Сектор")


def shipments(addresses: bool = True, total: Decimal = SHIPPED) -> Written:
    """The shipment report: six title rows, a two-row header, a total for each level, then clients, a line per address.

    Without addresses only the indents and the sums tell a client from a group.
    """
    titles = [
        ["Отчет по отгрузкам"],
        [],
        ["Период: 01.01.2024 - 31.03.2024"],
        ["Показатели: Количество; Сумма"],
        ["Группировки строк: " + " / ".join(LEVELS)],
        ["Отбор: Организация Равно ООО Торговый дом"],
    ]
    header = [[" / ".join(LEVELS), "Адрес", "Отгружено", None], [None, None, "Количество", "Сумма"]]
    rows, depths = tree_rows(SHIPMENTS, slice(2, 4))
    quantity = sum(cells[2] for _, cells in SHIPMENTS)
    feet = [["ИТОГО", None, quantity, total], [], ["Количество торговых точек", None, len(SHIPMENTS)]]
    first = len(titles) + len(header) + 1
    indents = {first + i: depth for i, depth in enumerate(depths) if depth}
    if addresses:
        return Written(titles + header + rows + feet, indents, ("C7:D7", "A7:A8", "B7:B8"))
    short = [[row[0], *row[2:]] if len(row) > 1 else row for row in titles + header + rows + feet]
    return Written(short, indents, ("B7:C7", "A7:A8"))


SOLD: list[Leaf] = [
    (("ООО Ромашка",), ("Реализация товаров и услуг 0000-000123 от 15.03.2024 12:30:15", 2, Decimal("100.00"))),
    (("ООО Ромашка",), ("Реализация товаров и услуг 0000-000131 от 02.04.2024 9:05:00", 1, Decimal("55.50"))),
    (("ИП Петров",), ("Реализация товаров и услуг 0000-000124 от 16.03.2024 10:00:00", 4, Decimal("220.20"))),
]


def sales_by_document() -> Written:
    """Sales of 1C: a client with the sum of its documents, the documents under it."""
    rows, depths = tree_rows(SOLD, slice(1, 3))
    titles = [["Продажи"], ["Период: 1 полугодие 2024 г."], []]
    header = [["Контрагент", "Количество", "Сумма"]]
    total = [["Итого", 7, Decimal("375.70")]]
    return Written(titles + header + rows + total, {5 + i: depth for i, depth in enumerate(depths) if depth})


def gross_profit() -> Written:
    """Months side by side over quantity, volume and revenue, a group of totals at the end."""
    names = ["Количество", "Объем", "Выручка"]
    header = [
        [
            "Покупатель",
            "Январь 2024",
            None,
            None,
            "Февраль 2024",
            None,
            None,
            "Март 2024",
            None,
            None,
            "Итого",
            None,
            None,
        ],
        [None, *names, *names, *names, *names],
    ]
    rows = [
        ["ООО Ромашка", 2, 20, 100.5, None, None, None, 1, 10, 50.25, 3, 30, 150.75],
        ["ИП Петров", None, None, None, 5, 50, 400, None, None, None, 5, 50, 400],
        ["ООО Лютик", 1, 1, 10, 1, 1, 20, 1, 1, 30.1, 3, 3, 60.1],
    ]
    total = [["Итого", 3, 21, 110.5, 6, 51, 420, 2, 11, 80.35, 11, 83, 610.85]]
    titles = [["Валовая прибыль по покупателям"], ["Период: 01.01.2024 - 31.03.2024"], []]
    return Written(titles + header + rows + total, merged=("A4:A5", "B4:D4", "E4:G4", "H4:J4", "K4:M4"))


def by_hand(headings: Sequence[object] = ("Янв 2024", "Фев 2024", "Мар 2024")) -> Written:
    """A table an owner keeps: client × month, regions merged down the side, blank rows, a total beside and below."""
    rows = [
        ["Продажи за 2024 год"],
        [],
        ["Регион", "Клиент", *headings, "Итого"],
        ["Москва", "ООО Ромашка", 100, 0, 50.5, 150.5],
        [None, "ИП Петров", None, 200, None, 200],
        [],
        ["Тула", "ООО Лютик", 10, 20, 30, 60],
        [None, "ООО Пустой", None, None, None, None],
        [None, "Итого", 110, 220, 80.5, 410.5],
    ]
    return Written(rows, merged=("A4:A5", "A7:A8"))


def quickbooks() -> Written:
    """Sales by Customer Detail: a blank first column for the clients, a total after each, the basis in the footer."""
    header = [None, "Date", "Transaction Type", "Num", "Memo/Description", "Qty", "Sales Price", "Amount", "Balance"]
    return Written(
        [
            ["Craig's Design and Landscaping"],
            ["Sales by Customer Detail"],
            ["January - March, 2024"],
            [],
            header,
            ["Amy's Bird Sanctuary"],
            [None, "01/15/2024", "Invoice", 1021, "Custom design", 2, 75, 150, 150],
            [None, "02/20/2024", "Invoice", 1025, "Trimming", 1, 35.5, 35.5, 185.5],
            ["Total for Amy's Bird Sanctuary", None, None, None, None, 3, None, 185.5],
            ["Total Wine & Co"],
            [None, "03/05/2024", "Invoice", 1030, "Pest control", 1, 60, 60, 60],
            ["Total for Total Wine & Co", None, None, None, None, 1, None, 60],
            ["TOTAL", None, None, None, None, 4, None, 245.5],
            [],
            ["Accrual Basis Friday, April 5, 2024 09:30 AM"],
        ]
    )


def levels_one_under_another() -> Written:
    """The header names each level in a row of its own, the figures are named in the first of them."""
    rows, depths = tree_rows([(names, (cells[0], cells[3])) for names, cells in SHIPMENTS], slice(1, 2))
    header = [["Сектор", "Сумма"], ["Супервайзер"], ["Город"], ["Менеджер"], ["Покупатель"]]
    indents = {6 + i: depth for i, depth in enumerate(depths) if depth}
    return Written(header + rows + [["Итого", SHIPPED]], indents, ("B1:B5",))


def printed() -> Written:
    """A list as it was printed: the header on each page, page numbers, the numbering column, signatures."""
    header = ["№ п/п", "Контрагент", "Дата", "Сумма"]
    return Written(
        [
            ["Реестр продаж за январь 2024 г."],
            header,
            ["1", "2", "3", "4"],
            ["1", "ООО Ромашка", "10.01.2024", 100],
            ["2", "ИП Петров", "11.01.2024", 200.5],
            ["Итого по странице", None, None, 300.5],
            ["Страница 1"],
            header,
            ["3", "ООО Ромашка", "12.01.2024", 50],
            ["Итого по странице", None, None, 50],
            ["Всего", None, None, 350.5],
            [],
            ["Руководитель", None, "Сидоров С.С."],
            ["Отчет сформирован 01.02.2024"],
        ]
    )


def excel_subtotals() -> Written:
    """The command Subtotals of Excel: a row after each group, the group's name and the word in one cell."""
    return Written(
        [
            ["Клиент", "Дата", "Сумма"],
            ["ООО Ромашка", "10.01.2024", 100],
            ["ООО Ромашка", "12.01.2024", 50],
            ["ООО Ромашка Итог", None, 150],
            ["ИП Петров", "11.01.2024", 200],
            ["ИП Петров Итог", None, 200],
            ["Общий итог", None, 350],
        ]
    )


def two_tables() -> Written:
    """Sales and clients on one sheet, an empty column between."""
    return Written(
        [
            ["Клиент", "Дата", "Сумма", None, "Клиент", "Город"],
            ["ООО Ромашка", "10.01.2024", 100, None, "ООО Ромашка", "Тула"],
            ["ИП Петров", "11.01.2024", 200, None, "ИП Петров", "Орёл"],
            ["ООО Ромашка", "12.01.2024", 50, None, None, None],
        ]
    )


def table_under_table() -> Written:
    return Written(
        [
            ["Клиент", "Дата", "Сумма"],
            ["ООО Ромашка", "10.01.2024", 100],
            ["ИП Петров", "11.01.2024", 200],
            [],
            ["Клиент", "Город", "Телефон"],
            ["ООО Ромашка", "Тула", "123-45"],
        ]
    )


def labelled() -> Written:
    """Groups name themselves: the manager and the client each before a colon, without figures."""
    return Written(
        [
            ["Товар", "Дата", "Сумма"],
            ["Менеджер: Иванова А."],
            ["Клиент: ООО Ромашка"],
            ["Гвозди", "10.01.2024", 100],
            ["Болты", "11.01.2024", 20],
            ["Клиент: ИП Петров"],
            ["Гвозди", "12.01.2024", 30],
            ["Менеджер: Котов К."],
            ["Клиент: ООО Лютик"],
            ["Болты", "13.01.2024", 40],
        ]
    )


MOYSKLAD = """Заказы покупателей
;
№;Время;Контрагент;Организация;Сумма;Оплачено;Отгружено;Статус
00001;05.03.2024 10:15;ООО Ромашка;ООО Мы;1 200,50;1 200,50;0,00;Новый
00002;06.03.2024 11:00;ИП Петров;ООО Мы;300,00;0,00;0,00;Отгружен
00003;07.03.2024 12:30;ООО Ромашка;ООО Мы;99,50;99,50;99,50;Отгружен
Итого:;;;;1 600,00;1 300,00;99,50;
"""
BITRIX = """ID;Стадия сделки;Название сделки;Компания;Сумма;Валюта;Дата создания;Ответственный
"1";"Сделка успешна";"Поставка";"ООО Ромашка";"1200.50";"RUB";"05.03.2024 10:15:00";"Иванова"
"2";"Новая";"Ремонт,
срочно";"ИП Петров";"300.00";"RUB";"06.03.2024 11:00:00";"Котов"
"""
AMOCRM = """ID,Название сделки,Компания сделки,Основной контакт,Ответственный,Этап сделки,"Бюджет ","Дата создания сделки"
11,Поставка,ООО Ромашка,Анна,Иванова,Успешно реализовано,1200,05.03.2024 10:15:00
12,Ремонт,ИП Петров,Олег,Котов,Переговоры,300,06.03.2024 11:00:00
"""
SHOPIFY = """Name,Email,Financial Status,Currency,Subtotal,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price
#1001,ann@example.com,paid,USD,90.00,0.00,100.00,2024-03-05 10:10:00 +0300,1,Mug,40.00
#1001,ann@example.com,,,,,,2024-03-05 10:10:00 +0300,1,Plate,50.00
#1002,bob@example.com,paid,USD,20.00,0.00,20.00,2024-03-06 10:10:00 +0300,1,Cup,20.00
"""
OZON = """Номер заказа;Номер отправления;Принят в обработку;Статус;Сумма отправления;Наименование товара;Количество;Покупатель
11-1;11-1-1;2024-03-05 10:15:00;Доставлен;1200.50;Чайник;1;Анна Ли
12-1;12-1-1;2024-03-06 11:15:00;Отменён;300.00;Кружка;2;Олег Рэй
"""


def in_merged_columns() -> Written:
    """As 1C saves it: the header over both columns of names, clients in the first, their goods one column further."""
    return Written(
        [
            ["Продажи за 1 квартал 2024 г."],
            ["Покупатель", None, "Количество", "Сумма"],
            ["Номенклатура", None, None, None],
            ["ООО Ромашка", None, 3, 300],
            [None, "Гвозди", 1, 100],
            [None, "Болты", 2, 200],
            ["ИП Петров", None, 5, 450.5],
            [None, "Гвозди", 5, 450.5],
            ["Итого", None, 8, 750.5],
        ],
        merged=("A2:B2", "A3:B3", "C2:C3", "D2:D3", "A4:B4", "A7:B7", "A9:B9"),
    )


def staircase() -> Written:
    """Each level in a column of its own with the sum of what is under it."""
    return Written(
        [
            ["Region", "City", "Customer", "Amount"],
            ["North", None, None, 300],
            [None, "Oslo", None, 100],
            [None, None, "Ann", 60],
            [None, None, "Bob", 40],
            [None, "Bergen", None, 200],
            [None, None, "Eve", 200],
            ["South", None, None, 50],
            [None, "Rome", None, 50],
            [None, None, "Max", 50],
            ["Grand Total", None, None, 350],
        ]
    )


def turnover() -> Written:
    """Turnover of an account of 1C: three levels named under one another, headings over pairs of columns."""
    return Written(
        [
            ["Оборотно-сальдовая ведомость по счету 62 за 1 квартал 2024 г."],
            [],
            ["Счет", "Сальдо на начало периода", None, "Обороты за период", None],
            ["Контрагенты", "Дебет", "Кредит", "Дебет", "Кредит"],
            ["Договоры"],
            ["62", 100, None, 1500, 1200],
            ["ООО Ромашка", 100, None, 1000, 900],
            ["Договор 1", 100, None, 600, 700],
            ["Договор 2", None, None, 400, 200],
            ["ИП Петров", None, None, 500, 300],
            ["Договор 5", None, None, 500, 300],
            ["Итого", 100, None, 1500, 1200],
        ]
    )
