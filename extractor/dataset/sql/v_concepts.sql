-- 情况说明与决算表对照，单位元：同一概念在说明中的数、在表中的数，以及两者是否一致（agrees；精度不足以判断时为空）。
-- What the prose says of a concept beside what the tables print, in 元. `agrees` is true within half of the last of two
-- decimals of both units, false beyond half of the last digit that the prose is sure to print, and null between, where
-- one of the two is missing, or where either states different amounts.
WITH places (concept, table_no, side, item, measure) AS (
    VALUES
        ('income_total', '01', 'income', 'grand_total', 'amount'),
        ('expenditure_total', '01', 'expenditure', 'grand_total', 'amount'),
        ('current_income', '01', 'income', 'current_total', 'amount'),
        ('current_expenditure', '01', 'expenditure', 'current_total', 'amount'),
        ('appropriation_income_total', '04', 'income', 'grand_total', 'amount'),
        ('appropriation_expenditure_total', '04', 'expenditure', 'grand_total', 'total'),
        ('superior_subsidy', '01', 'income', 'superior_subsidy', 'amount'),
        ('business_income', '01', 'income', 'business', 'amount'),
        ('operating_income', '01', 'income', 'operating', 'amount'),
        ('affiliated_remittance', '01', 'income', 'affiliated_remittance', 'amount'),
        ('other_income', '01', 'income', 'other', 'amount'),
        ('non_fiscal_surplus_used', '01', 'income', 'non_fiscal_surplus_used', 'amount'),
        ('personnel', '06', NULL, 'personnel_total', 'amount'),
        ('public_expenses', '06', NULL, 'public_total', 'amount'),
        ('remit_to_superior', '03', NULL, 'grand_total', 'remit_to_superior'),
        ('operating_expenditure', '03', NULL, 'grand_total', 'operating'),
        ('subsidy_to_affiliated', '03', NULL, 'grand_total', 'subsidy_to_affiliated'),
        ('three_public_total', '09', NULL, NULL, 'total'),
        ('abroad', '09', NULL, NULL, 'abroad'),
        ('vehicle_total', '09', NULL, NULL, 'vehicle_total'),
        ('vehicle_purchase', '09', NULL, NULL, 'vehicle_purchase'),
        ('vehicle_operation', '09', NULL, NULL, 'vehicle_operation'),
        ('reception', '09', NULL, NULL, 'reception')
),
units (currency_unit, yuan) AS (
    VALUES ('元', 1), ('千元', 1000), ('万元', 10000), ('百万元', 1000000), ('亿元', 100000000)
),
printed AS (
    SELECT
        f.unit,
        f.unit_name,
        f.year,
        f.doc_id,
        p.concept,
        CASE WHEN min(f.amount_yuan) = max(f.amount_yuan) THEN min(f.amount_yuan) END AS table_yuan,
        min(f.currency_unit) AS currency_unit
    FROM v_facts f
    JOIN places p
        ON p.table_no = f.table_no
        AND p.measure = f.measure
        AND (p.side IS NULL OR p.side = f.side)
        AND (p.item IS NULL OR p.item = f.item)
    WHERE f.basis = 'final'
    GROUP BY f.unit, f.unit_name, f.year, f.doc_id, p.concept
),
told AS (
    SELECT unit, unit_name, year, doc_id, concept, value_yuan AS prose_yuan, value, value_unit
    FROM v_figures
    WHERE metric = 'amount'
),
beside AS (
    SELECT
        coalesce(t.unit, p.unit) AS unit,
        coalesce(t.unit_name, p.unit_name) AS unit_name,
        coalesce(t.year, p.year) AS year,
        coalesce(t.doc_id, p.doc_id) AS doc_id,
        coalesce(t.concept, p.concept) AS concept,
        t.prose_yuan,
        p.table_yuan,
        abs(t.prose_yuan - p.table_yuan) AS apart,
        0.005 * (u.yuan + v.yuan) AS near,
        (CASE
            WHEN t.value = round(t.value, 0) THEN 0.5
            WHEN t.value = round(t.value, 1) THEN 0.05
            ELSE 0.005
        END) * u.yuan + 0.5 * v.yuan AS far
    FROM told t
    FULL JOIN printed p ON p.doc_id = t.doc_id AND p.unit = t.unit AND p.concept = t.concept
    LEFT JOIN units u ON u.currency_unit = t.value_unit
    LEFT JOIN units v ON v.currency_unit = p.currency_unit
)
SELECT
    unit,
    unit_name,
    year,
    doc_id,
    concept,
    prose_yuan,
    table_yuan,
    CASE WHEN apart <= near THEN true WHEN apart > far THEN false END AS agrees
FROM beside
