-- 支出决算表（03 表）：每个功能科目一行，单位元。subject_level 为 1 类、2 款、3 项：汇总时只取一级。
-- Expenditure by function (table 03) in 元, a row a subject. Take one subject_level (1 类, 2 款, 3 项) before adding up.
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
    max(amount_yuan) FILTER (WHERE measure = 'total') AS total,
    max(amount_yuan) FILTER (WHERE measure = 'basic') AS basic,
    max(amount_yuan) FILTER (WHERE measure = 'project') AS project,
    max(amount_yuan) FILTER (WHERE measure = 'remit_to_superior') AS remit_to_superior,
    max(amount_yuan) FILTER (WHERE measure = 'operating') AS operating,
    max(amount_yuan) FILTER (WHERE measure = 'subsidy_to_affiliated') AS subsidy_to_affiliated,
    count(*) FILTER (WHERE check_status = 'failed') AS cells_failed
FROM v_facts
WHERE table_no = '03' AND basis = 'final'
GROUP BY unit, unit_name, year, coverage, doc_id, "row", subject_code, subject_name, subject_level, item
