-- Whose accounts do not add up, and by how much: what the document itself prints so. In DuckDB and PostgreSQL alike:
--   duckdb data/juesuan.duckdb < examples/do_not_add_up.sql
SELECT unit, year, source_file, check_no, expected, actual, difference, currency_unit, message
FROM v_checks_failed
WHERE verdict = 'printed'
ORDER BY unit, year, source_file, check_no
