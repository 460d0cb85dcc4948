-- “三公”经费预决算对照，单位元：取自 09 表；该单位无 09 表数据的，取自情况说明（source 为 prose）。
-- The three public expenses in 元, budget and final side by side: from table 09 and, for a unit of which a document has no
-- such table, from its prose (`source`). A number that is printed differently in two places is null.
WITH printed AS (
    SELECT
        unit,
        unit_name,
        year,
        coverage,
        doc_id,
        measure,
        CASE WHEN basis = 'final' THEN 'amount' ELSE basis END AS metric,
        amount_yuan
    FROM v_facts
    WHERE table_no = '09'
        AND measure IN ('total', 'abroad', 'vehicle_total', 'vehicle_purchase', 'vehicle_operation', 'reception')
),
told AS (
    SELECT
        unit,
        unit_name,
        year,
        doc_id,
        CASE WHEN concept = 'three_public_total' THEN 'total' ELSE concept END AS measure,
        metric,
        value_yuan AS amount_yuan
    FROM v_figures f
    WHERE concept IN
        ('three_public_total', 'abroad', 'vehicle_total', 'vehicle_purchase', 'vehicle_operation', 'reception')
        AND NOT EXISTS (SELECT 1 FROM printed p WHERE p.doc_id = f.doc_id AND p.unit = f.unit)
),
found AS (
    SELECT unit, unit_name, year, coverage, doc_id, measure, metric, amount_yuan, 'table' AS source FROM printed
    UNION ALL
    SELECT unit, unit_name, year, NULL AS coverage, doc_id, measure, metric, amount_yuan, 'prose' AS source FROM told
)
SELECT
    unit,
    unit_name,
    year,
    coverage,
    doc_id,
    measure,
    CASE WHEN min(amount_yuan) FILTER (WHERE metric = 'initial_budget')
            = max(amount_yuan) FILTER (WHERE metric = 'initial_budget')
        THEN min(amount_yuan) FILTER (WHERE metric = 'initial_budget') END AS initial_budget,
    CASE WHEN min(amount_yuan) FILTER (WHERE metric = 'adjusted_budget')
            = max(amount_yuan) FILTER (WHERE metric = 'adjusted_budget')
        THEN min(amount_yuan) FILTER (WHERE metric = 'adjusted_budget') END AS adjusted_budget,
    CASE WHEN min(amount_yuan) FILTER (WHERE metric = 'amount') = max(amount_yuan) FILTER (WHERE metric = 'amount')
        THEN min(amount_yuan) FILTER (WHERE metric = 'amount') END AS final,
    source
FROM found
GROUP BY unit, unit_name, year, coverage, doc_id, measure, source
