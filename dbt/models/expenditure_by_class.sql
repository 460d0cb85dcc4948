-- Expenditure by 类 (one level, so that nothing is counted twice) in 元, and the share of each in the unit's year.
WITH classes AS (
    SELECT unit, unit_name, year, coverage, doc_id, subject_code, subject_name, total
    FROM {{ source('juesuan', 'v_expenditure_by_function') }}
    WHERE subject_level = 1 AND total IS NOT NULL
)

SELECT
    unit,
    unit_name,
    year,
    coverage,
    doc_id,
    subject_code,
    subject_name,
    total,
    total / nullif(sum(total) OVER (PARTITION BY unit, coverage, doc_id), 0) AS share
FROM classes
