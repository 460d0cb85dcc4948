-- 现行文件情况说明中的本年金额（不含附带提到的），单位元；同一事项说法不一时 value_yuan 为空。
-- Amounts and budgets of the year that the prose of `v_latest` states (not in passing), in 元, one row a concept and
-- metric; where it states different ones, value_yuan is null and `statements` counts them.
SELECT
    coalesce(f.unit_code, CASE WHEN n.unit_name IS NULL THEN f.unit_name || '#' || f.doc_id ELSE f.unit_name END) AS unit,
    f.unit_name,
    l.year,
    f.doc_id,
    f.concept,
    f.metric,
    CASE WHEN min(f.value_yuan) = max(f.value_yuan) THEN min(f.value_yuan) END AS value_yuan,
    CASE WHEN min(f.value_yuan) = max(f.value_yuan) THEN min(f.value_unit) END AS value_unit,
    CASE WHEN min(f.value_yuan) = max(f.value_yuan) THEN min(f.value) END AS value,
    count(*) AS statements
FROM narrative f
JOIN v_latest l ON l.doc_id = f.doc_id
LEFT JOIN located_names n ON n.unit_name = f.unit_name
WHERE f.concept IS NOT NULL
    AND f.metric IN ('amount', 'initial_budget', 'adjusted_budget')
    AND f.context IS NULL
    AND f.value_yuan IS NOT NULL
    AND (f.figure_year = l.year OR (f.figure_year IS NULL AND l.year IS NULL))
GROUP BY f.unit_code, n.unit_name, f.unit_name, f.doc_id, l.year, f.concept, f.metric
