-- A row a unit, year and coverage: the totals of table 01 in 元. Of a document with the accounts of several units each has
-- a row.
SELECT
    p.unit,
    p.unit_name,
    p.year,
    p.coverage,
    p.doc_id,
    l.report_kind,
    l.checks_failed,
    max(CASE WHEN p.side = 'income' AND p.code = 'current_total' THEN p.amount_yuan END) AS income,
    max(CASE WHEN p.side = 'expenditure' AND p.code = 'current_total' THEN p.amount_yuan END) AS expenditure,
    max(CASE WHEN p.side = 'expenditure' AND p.code = 'grand_total' THEN p.amount_yuan END) AS grand_total
FROM {{ source('juesuan', 'v_panel') }} p
JOIN {{ source('juesuan', 'v_latest') }} l ON l.doc_id = p.doc_id
WHERE p.table_no = '01' AND p.basis = 'final'
GROUP BY p.unit, p.unit_name, p.year, p.coverage, p.doc_id, l.report_kind, l.checks_failed
