-- 一般公共预算财政拨款基本支出（06 表）：每个经济科目一行，单位元。subject_level 为 1 类、2 款：汇总时只取一级。
-- Basic expenditure from the general public budget (table 06) in 元, a row an economic subject. Take one subject_level
-- (1 类, 2 款) before adding up.
SELECT
    unit,
    unit_name,
    year,
    coverage,
    doc_id,
    "row",
    subject_code,
    subject_name,
    subject_level,
    item,
    max(amount_yuan) FILTER (WHERE measure = 'amount') AS amount,
    max(amount_yuan) FILTER (WHERE measure = 'personnel') AS personnel,
    max(amount_yuan) FILTER (WHERE measure = 'public') AS public_expenses,
    count(*) FILTER (WHERE check_status = 'failed') AS cells_failed
FROM v_facts
WHERE table_no = '06' AND basis = 'final'
GROUP BY unit, unit_name, year, coverage, doc_id, "row", subject_code, subject_name, subject_level, item
