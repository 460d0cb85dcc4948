-- 收入决算表（02 表）：每个功能科目一行，单位元。subject_level 为 1 类、2 款、3 项：汇总时只取一级。
-- Income by subject (table 02) in 元, a row a subject. Take one subject_level (1 类, 2 款, 3 项) before adding up.
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
    max(amount_yuan) FILTER (WHERE measure = 'appropriation') AS appropriation,
    max(amount_yuan) FILTER (WHERE measure = 'superior_subsidy') AS superior_subsidy,
    max(amount_yuan) FILTER (WHERE measure = 'business') AS business,
    max(amount_yuan) FILTER (WHERE measure = 'business_education') AS business_education,
    max(amount_yuan) FILTER (WHERE measure = 'operating') AS operating,
    max(amount_yuan) FILTER (WHERE measure = 'affiliated_remittance') AS affiliated_remittance,
    max(amount_yuan) FILTER (WHERE measure = 'other') AS other,
    count(*) FILTER (WHERE check_status = 'failed') AS cells_failed
FROM v_facts
WHERE table_no = '02' AND basis = 'final'
GROUP BY unit, unit_name, year, coverage, doc_id, "row", subject_code, subject_name, subject_level, item
