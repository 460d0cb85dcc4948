-- 面板：单位、年度、表、科目代码（或行项）、指标，单位元，不做任何加总。is_part 为真的行互不包含，可以相加。
-- Unit, year, table, code (of the subject, or the item of a row without one) and measure in 元; nothing is added up.
-- Rows with is_part have no subtotal among them: no finer row of theirs is printed, and they are no total.
SELECT
    f.unit,
    f.unit_name,
    f.year,
    f.coverage,
    f.doc_id,
    f.table_no,
    f.side,
    f.basis,
    coalesce(f.subject_code, f.item) AS code,
    f.measure,
    f.subject_name,
    f.subject_level,
    f.subject_code IS NOT NULL AND NOT EXISTS (
        SELECT 1
        FROM v_facts finer
        WHERE finer.doc_id = f.doc_id
            AND finer.unit IS NOT DISTINCT FROM f.unit
            AND finer.coverage IS NOT DISTINCT FROM f.coverage
            AND finer.table_no = f.table_no
            AND finer.side IS NOT DISTINCT FROM f.side
            AND finer.subject_code LIKE f.subject_code || '_%'
    ) AS is_part,
    f.amount_yuan,
    f.check_status,
    f.cell
FROM v_facts f
WHERE coalesce(f.subject_code, f.item) IS NOT NULL AND f.amount_yuan IS NOT NULL
