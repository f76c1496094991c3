"""Codes of clients that differ only in how they were written: case, blanks, a dotted letter, zeros in front."""

from __future__ import annotations

from analytics.doctor.finding import Case, Finding

IO = "translate({}, chr(1105), chr(1077))"
BLANKS = "chr(160) || chr(8239) || chr(8201) || chr(9)"


def written_alike(column: str, zeros: bool = False) -> str:
    """SQL: a key equal for ids that differ only in case, blanks and the io's dots; with `zeros` also in zeros in front of
    digits and a `.0` behind them.
    """
    bare = f"lower(regexp_replace(trim(translate({column}, {BLANKS}, '    ')), ' +', ' ', 'g'))"
    key = IO.format(bare)
    return f"regexp_replace(regexp_replace({key}, '^0+([0-9])', '\\1'), '^([0-9]+)[.,]0+$', '\\1')" if zeros else key


def find(case: Case) -> list[Finding]:
    """`id_variants` of the main base: n clients beyond the first of each that are written alike, and their money."""
    if case.main is None:
        return []
    groups = f"""select {written_alike("customer_id", zeros=True)} as alike, count(*) as variants,
                        list(customer_id order by amount desc, customer_id) as written, sum(amount) as amount,
                        sum(amount) - max(amount) as others
                 from (select customer_id, sum(amount) as amount from {case.main} where customer_id is not null
                       group by 1)
                 group by 1 having count(*) > 1"""
    counted = case.row(
        f"""select count(*) as groups, cast(coalesce(sum(variants - 1), 0) as bigint) as n, sum(others) as money
            from ({groups})"""
    )
    if not counted["n"]:
        return []
    rows = case.listed(
        f"""select written[1] as customer_id, array_to_string(written[2:6], ' | ') as also_written, amount from ({groups})
            order by amount desc, customer_id"""
    )
    told = {"groups": counted["groups"]}
    return [Finding("id_variants", case.main, "look", counted["n"], counted["money"], told, rows)]
