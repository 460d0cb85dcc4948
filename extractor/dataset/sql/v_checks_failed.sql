-- 未通过的校验：单位、年度、应为、实为、差额、判定与说明，及所涉各数。
-- The checks that failed in `v_latest`, readable: unit, year, what should be and what is, verdict, message, and the
-- numbers that the identity binds.
SELECT
    l.source_file,
    l.unit,
    l.unit_name,
    l.year,
    c.doc_id,
    c.check_no,
    c.check_id,
    c.check_name,
    c.scope,
    c.expected,
    c.actual,
    c.difference,
    c.tolerance,
    c.currency_unit,
    c.verdict,
    array_to_string(c.tables, ', ') AS tables,
    c.message,
    (
        SELECT string_agg(
            CASE WHEN t.side = 'right' THEN 'right ' WHEN t.side = 'base' THEN 'base ' ELSE 'left ' END
            || CASE WHEN t.sign < 0 THEN '-' ELSE '+' END
            || coalesce(t.cell, t.figure, 'form')
            || '=' || coalesce(CAST(t.amount AS varchar), ''),
            '; ' ORDER BY t.term_no
        )
        FROM check_terms t
        WHERE t.doc_id = c.doc_id AND t.check_no = c.check_no
    ) AS terms
FROM checks c
JOIN v_latest l ON l.doc_id = c.doc_id
WHERE c.status = 'fail'
