-- 三公: the budget beside what was spent, in 元, the unit that overspent most first. In DuckDB and PostgreSQL alike:
--   duckdb data/juesuan.duckdb < examples/three_public.sql
SELECT
    unit,
    unit_name,
    year,
    coverage,
    coalesce(adjusted_budget, initial_budget) AS budget,
    final,
    final - coalesce(adjusted_budget, initial_budget) AS overspent,
    source
FROM v_three_public
WHERE measure = 'total' AND final IS NOT NULL AND coalesce(adjusted_budget, initial_budget) IS NOT NULL
ORDER BY overspent DESC, unit, year
