-- Education spending (205 教育支出) of each unit over the years, in 元. In DuckDB and PostgreSQL alike:
--   duckdb data/juesuan.duckdb < examples/education.sql
SELECT unit, unit_name, year, coverage, total
FROM v_expenditure_by_function
WHERE subject_code = '205' AND total IS NOT NULL
ORDER BY unit, year, coverage
