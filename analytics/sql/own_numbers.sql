-- grain: an attribute · how many clients have a value, how many values there are, and how many of them are numbers;
-- `at`: the numbers that cut the clients into five equal parts; `whole`: whether all numbers are whole
-- inputs: own values of the attribute (traits.sql)
create table {own_numbers} as
with read as (select value, {number} as number from {traits})
select count(*) as clients, count(distinct value) as values, count(number) as numbers,
       quantile_disc(number, [0.2, 0.4, 0.6, 0.8]) as at, coalesce(bool_and(number = round(number)), false) as whole
from read
