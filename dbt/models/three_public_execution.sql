-- 三公: budget (the adjusted one where it is printed, else that of the beginning of the year) and final in 元, and the part
-- of the budget that was spent.
SELECT
    unit,
    unit_name,
    year,
    coverage,
    doc_id,
    measure,
    coalesce(adjusted_budget, initial_budget) AS budget,
    final,
    final / nullif(coalesce(adjusted_budget, initial_budget), 0) AS spent,
    source
FROM {{ source('juesuan', 'v_three_public') }}
