"""Exports of the programs people keep their clients in are recognised by their own headings: kind of base and columns."""

from __future__ import annotations

import pytest

from analytics.ingest import understand
from tests.ingest_files import loaded_text, text_file

# A heading and one cell under it; our column it is to be, nothing when it must not be taken for one of the named.
EXPORTS = {
    "1C UT, sales by client": (
        "sales",
        """
        Контрагент | Ромашка | customer_id
        Дата | 05.03.2024 10:30:00 | order_date
        Номер | УТ-000123 | order_id
        Номенклатура | Кружка белая | product
        Количество | 2,000 | quantity
        Сумма без скидки | 1 100,00 |
        Сумма | 1 000,00 | amount
        Сумма НДС | 166,67 |
        Менеджер | Иванова А. | manager""",
    ),
    "1C UT, list of shipments": (
        "sales",
        """
        Дата | 05.03.2024 | order_date
        Номер | УТ-000123 | order_id
        Сумма документа | 1 000,00 | amount
        Валюта | RUB |
        Клиент | Ромашка | customer_id
        Склад | Основной | channel
        Ответственный | Иванова | manager""",
    ),
    "1C UNF, gross profit": (
        "totals",
        """
        Покупатель | Ромашка | customer_id
        Количество | 12 | quantity
        Выручка | 12 000,50 | amount
        Себестоимость |8 000,25 |
        Валовая прибыль | 4 000,25 | profit
        Рентабельность, % | 33,3 | """,
    ),
    "1C Retail, checks": (
        "sales",
        """
        Номер чека | 17 | order_id
        Дата и время | 05.03.2024 10:30 | order_date
        Дисконтная карта | 2200001 | customer_id
        Товар | Чай | product
        Кол-во | 1 | quantity
        Цена | 120,00 |
        Сумма скидки | 20,00 |
        Сумма со скидкой | 100,00 | amount
        Магазин | Центр | channel""",
    ),
    "1C BP, account card": (
        "sales",
        """
        Период | 05.03.2024 | order_date
        Документ | Реализация 12 от 05.03.2024 | order_id
        Контрагент.Наименование | Ромашка | customer_id
        Контрагент.ИНН | 7701234567 |
        Сумма с НДС | 1 200,00 | amount
        НДС | 200,00 | """,
    ),
    "MoySklad, customer orders": (
        "sales",
        """
        № | 00042 | order_id
        Время | 05.03.2024 10:30 | order_date
        Контрагент | Ромашка | customer_id
        Организация | ИП Петров |
        Сумма | 1 200,00 | amount
        Валюта | руб |
        Оплачено | 0,00 |
        Отгружено | 0,00 |
        Статус | Новый | status
        Комментарий | позвонить | """,
    ),
    "MoySklad, profitability by buyers": (
        "totals",
        """
        Контрагент | Ромашка | customer_id
        Количество продаж | 3 | orders
        Средний чек | 400,00 |
        Сумма продаж | 1 200,00 | amount
        Себестоимость | 800,00 |
        Прибыль | 400,00 | profit""",
    ),
    "Bitrix24, deals": (
        "sales",
        """
        ID | 17 | order_id
        Стадия сделки | Успех | status
        Название сделки | Кружки для Ромашки |
        Тип | Продажа |
        Компания | Ромашка | customer_id
        Контакт | Анна |
        Сумма | 1200.50 | amount
        Валюта | RUB |
        Дата начала | 01.03.2024 |
        Дата завершения | 05.03.2024 | order_date
        Ответственный | Иванова | manager
        Источник | Сайт | channel""",
    ),
    "Bitrix24, leads": (
        "leads",
        """
        ID лида | 5 | lead_id
        Статус лида | Некачественный лид | outcome
        Название компании | Ромашка | company
        Дата создания | 05.03.2024 10:00:00 | date
        Источник | Звонок | channel
        Ответственный | Иванова | manager""",
    ),
    "amoCRM, deals": (
        "sales",
        """
        ID сделки | 321 | order_id
        Название сделки | Сделка 321 |
        Бюджет | 15000 | amount
        Ответственный | Иванова | manager
        Дата создания сделки | 05.03.2024 10:00:00 | order_date
        Дата закрытия | 08.03.2024 10:00:00 |
        Этап сделки | Успешно реализовано | status
        Компания контакта | Ромашка | customer_id""",
    ),
    "RetailCRM": (
        "sales",
        """
        Номер заказа | 100A | order_id
        Дата оформления | 05.03.2024 | order_date
        Покупатель | Анна Иванова | customer_id
        Телефон | +79000000000 |
        Сумма заказа | 1500.00 | amount
        Сумма оплаты | 0.00 |
        Способ оформления | Через корзину | channel
        Статус заказа | Выполнен | status""",
    ),
    "InSales": (
        "sales",
        """
        № заказа | 1001 | order_id
        Дата и время создания | 05.03.2024 10:30 | order_date
        Покупатель | Анна | customer_id
        Email | a@b.ru |
        Стоимость товаров | 1500.0 |
        Стоимость доставки | 300.0 |
        Итого | 1800.0 | amount
        Статус оплаты | Оплачен | status""",
    ),
    "Tilda": (
        "sales",
        """
        Name | Анна | customer_name
        Email | a@b.ru | customer_id
        Phone | +79000000000 |
        order_id | 1234567 | order_id
        products | Кружка - 1x500=500 | product
        price | 500 |
        created | 2024-03-05 10:30:00 | order_date
        amount | 500 | amount
        utm_source | google | channel""",
    ),
    "Ozon, orders": (
        "sales",
        """
        Номер заказа | 12345678-0001 | order_id
        Номер отправления | 12345678-0001-1 |
        Принят в обработку | 2024-03-05 10:30:00 | order_date
        Статус | Доставлен | status
        Сумма отправления | 1500.00 | amount
        Наименование товара | Кружка | product
        Артикул | KR-1 |
        Имя покупателя | Анна | customer_id
        Регион доставки | Москва | region
        Кластер отгрузки | Москва | """,
    ),
    "Wildberries, sales report": (
        "sales",
        """
        Номер поставки | 1 |
        Предмет | Кружки | category
        Бренд | Клевер |
        Дата заказа покупателем | 2024-03-05 |
        Дата продажи | 2024-03-07 | order_date
        Вайлдберриз реализовал Товар (Пр) | 1500,50 | amount
        Кол-во | 1 | quantity
        Код покупателя | 77 | customer_id""",
    ),
    "Shopify, orders": (
        "sales",
        """
        Name | #1001 | order_id
        Email | a@b.com | customer_id
        Financial Status | paid | status
        Paid at | 2024-03-05 10:31:00 +0300 | paid_date
        Fulfillment Status | fulfilled |
        Currency | USD |
        Subtotal | 90.00 |
        Shipping | 10.00 |
        Taxes | 0.00 |
        Total | 100.00 | amount
        Discount Code | WELCOME |
        Discount Amount | 10.00 |
        Created at | 2024-03-05 10:30:00 +0300 | order_date
        Lineitem quantity | 1 | quantity
        Lineitem name | Mug | product
        Lineitem price | 100.00 |
        Billing Name | Anna Lewis | customer_name
        Shipping City | London | city
        Vendor | Clover | category""",
    ),
    "WooCommerce, orders": (
        "sales",
        """
        Order Number | 1001 | order_id
        Order Status | Completed | status
        Order Date | 2024-03-05 10:30 | order_date
        Customer Note | please ring |
        First Name (Billing) | Anna | customer_name
        Email (Billing) | a@b.com | customer_id
        City (Billing) | London | city
        Order Subtotal Amount | 90.00 |
        Order Shipping Amount | 10.00 |
        Order Total Amount | 100.00 | amount
        Order Total Tax Amount | 0.00 | """,
    ),
    "Stripe, payments": (
        "sales",
        """
        id | ch_3Oq | order_id
        Description | Subscription | product
        Created date (UTC) | 2024-03-05 10:30:00 | order_date
        Amount | 100.00 | amount
        Amount Refunded | 0.00 |
        Currency | usd |
        Fee | 3.20 |
        Status | Paid | status
        Customer ID | cus_9s6 | customer_id
        Customer Email | a@b.com | """,
    ),
    "Square, transactions": (
        "sales",
        """
        Date | 03/15/24 | order_date
        Time | 10:30:00 |
        Gross Sales | $110.00 |
        Discounts | -$10.00 |
        Net Sales | $100.00 | amount
        Tax | $8.00 |
        Total Collected | $108.00 |
        Transaction ID | abc123 | order_id
        Customer ID | CUST1 | customer_id
        Customer Name | Anna Lewis | customer_name
        Location | Main street | channel""",
    ),
    "QuickBooks, sales by customer detail": (
        "sales",
        """
        Transaction date | 03/15/2024 | order_date
        Transaction type | Invoice |
        Num | 1001 | order_id
        Customer full name | Clover Ltd | customer_id
        Product/Service full name | Mug | product
        Quantity | 2 | quantity
        Sales price | 50.00 |
        Amount | 100.00 | amount
        Balance | 0.00 | """,
    ),
    "Xero, invoices": (
        "sales",
        """
        *ContactName | Clover Ltd | customer_id
        EmailAddress | a@b.com |
        *InvoiceNumber | INV-1 | order_id
        *InvoiceDate | 15/03/2024 | order_date
        *DueDate | 30/03/2024 |
        Total | 100.00 | amount
        TaxTotal | 20.00 |
        InvoiceAmountPaid | 0.00 |
        Description | Mug | product""",
    ),
    "HubSpot, deals": (
        "sales",
        """
        Record ID | 123 | order_id
        Deal Name | Mugs |
        Deal Stage | Closed won | status
        Close Date | 2024-03-05 10:30 | order_date
        Deal owner | Anna | manager
        Amount | 1000 | amount
        Associated Company | Clover | customer_id""",
    ),
    "Salesforce, opportunities": (
        "sales",
        """
        Opportunity Owner | Anna | manager
        Account Name | Clover | customer_id
        Opportunity Name | Mugs for Clover |
        Stage | Closed Won | status
        Close Date | 3/15/2024 | order_date
        Amount | 1000 | amount
        Probability (%) | 100 |
        Lead Source | Web | channel""",
    ),
    "Magento, orders": (
        "sales",
        """
        ID | 000000001 | order_id
        Purchase Point | Main Website | channel
        Purchase Date | Mar 5, 2024 10:30:00 AM | order_date
        Bill-to Name | Anna Lewis | customer_id
        Ship-to Name | Anna Lewis |
        Grand Total (Base) | $100.00 |
        Grand Total (Purchased) | $100.00 | amount
        Status | Complete | status""",
    ),
    "Amazon, all orders": (
        "sales",
        """
        amazon-order-id | 111-222-333 | order_id
        purchase-date | 2024-03-05T10:30:00+00:00 | order_date
        order-status | Shipped | status
        sales-channel | Amazon.com | channel
        product-name | Mug | product
        sku | KR-1 |
        quantity | 1 | quantity
        currency | USD |
        item-price | 10.00 |
        item-tax | 0.80 |
        item-total | 10.80 | amount
        buyer-email | a@b.com | customer_id
        ship-city | Seattle | city""",
    ),
    "a list of clients": (
        "customers",
        """
        Код | 00042 | customer_id
        Наименование | Ромашка | name
        ИНН | 7701234567 |
        Город | Омск | city
        Телефон | +79000000000 | phone
        Основной менеджер | Иванова | manager""",
    ),
    "HubSpot, contacts": (
        "customers",
        """
        Record ID | 123 | customer_id
        First Name | Anna | name
        Email | a@b.com | email
        Phone Number | +1 000 | phone
        City | London | city
        Original Source | Organic | source""",
    ),
    "contacts of a service desk": (
        "contacts",
        """
        Клиент | Ромашка | customer_id
        Дата обращения | 05.03.2024 | date
        Тип обращения | Жалоба | kind
        Менеджер | Иванова | manager
        Дней до решения | 3 | days_to_resolve""",
    ),
    "a survey": (
        "scores",
        """
        Отметка времени | 05.03.2024 10:30:00 | date
        Насколько вероятно, что вы порекомендуете нас? | 9 | score
        Ваше имя | Анна | customer_id""",
    ),
    "answers in English": (
        "scores",
        """
        Timestamp | 3/15/2024 10:30:00 | date
        How likely are you to recommend us? | 9 | score
        Customer | Clover | customer_id""",
    ),
    "those who left": (
        "departures",
        """
        Клиент | Ромашка | customer_id
        Дата расторжения | 05.03.2024 | date
        Причина оттока | Дорого | reason""",
    ),
    "totals by hand": (
        "totals",
        """
        Клиент | Ромашка | customer_id
        Выручка за 2024 год | 120 000 | amount
        Прибыль за 2024 год | 20 000 | profit""",
    ),
    "Google, Xero-like totals": (
        "totals",
        """
        Customer | Clover | customer_id
        Total revenue | 1000.50 | amount
        Number of orders | 3 | orders
        Last order date | 2024-03-05 | last_order_date""",
    ),
}


def _table(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


@pytest.mark.parametrize("program", EXPORTS)
def test_an_export_is_recognised_by_its_own_headings(program, tmp_path):
    kind, text = EXPORTS[program]
    headings, cells, ours = zip(*_table(text), strict=True)
    told = loaded_text(tmp_path, ";".join(headings) + "\n" + ";".join(cells) + "\n").told[0]
    assert told.kind == kind
    expected = {our: heading for heading, our in zip(headings, ours, strict=True) if our}
    assert {our: source for our, source in told.mapping.items() if our in expected or source in headings} == expected


def test_a_column_named_amount_that_holds_text_is_not_the_amount(tmp_path):
    text = "Клиент;Дата;Сумма;Сумма прописью;Выручка\nРомашка;05.03.2024;сто рублей;сто;100,00\n"
    assert loaded_text(tmp_path, text).told[0].mapping["amount"] == "Выручка"


def test_a_share_is_never_money(tmp_path):
    text = "Клиент;Выручка;Маржа, %;Доля выручки;Маржа\nРомашка;100,50;12,5;3,1;40,25\n"
    told = loaded_text(tmp_path, text).told[0]
    assert (told.mapping["amount"], told.mapping["profit"]) == ("Выручка", "Маржа")


def test_of_two_years_side_by_side_the_last_is_taken_and_told(tmp_path):
    path = text_file(tmp_path, "Клиент;Выручка 2023;Выручка 2024\nРомашка;100,50;12,5\n")
    told = understand(path)
    assert told.preview == [["Ромашка", "12,5"]] and told.mapping["amount"] == "Выручка"
    assert told.evidence["years_side_by_side"] == {"year": "2024"} and told.tables == ("2023", "2024")


def test_a_count_of_rows_is_nobodys_id(tmp_path):
    rows = "".join(f"{i};Клиент {i};{i},50\n" for i in range(1, 9))
    assert loaded_text(tmp_path, "№;Клиент;Выручка\n" + rows).told[0].mapping["customer_id"] == "Клиент"


def test_a_bare_id_is_the_clients_where_nothing_else_names_the_client(tmp_path):
    read = loaded_text(tmp_path, "id;date;amount\n00042;2024-03-05;10\n00042;2024-03-06;20\n")
    assert read.told[0].mapping["customer_id"] == "id" and read.receipt.clients == 1


def test_a_discount_in_percent_is_not_taken_off_and_the_visitor_is_told(tmp_path):
    text = "Клиент;Дата;Количество;Цена;Скидка, %\nРомашка;05.03.2024;2;10,50;5\n"
    read = loaded_text(tmp_path, text)
    assert [(n.code, n.particulars) for n in read.told[0].notices] == [("discount_not_taken", {"column": "Скидка, %"})]
