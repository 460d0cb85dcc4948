-- 现行文件的决算表数据：每表取第一次印出的；unit 是该表的单位。
-- Numbers of the tables of `v_latest`, each table as it is printed first; `unit` is the one that the table is of.
SELECT
    coalesce(f.unit_code, CASE WHEN n.unit_name IS NULL THEN f.unit_name || '#' || f.doc_id ELSE f.unit_name END) AS unit,
    f.unit_name,
    l.year,
    f.coverage,
    f.doc_id,
    f.table_no,
    f.side,
    f.basis,
    f.subject_code,
    coalesce(f.subject_name_official, f.subject_name) AS subject_name,
    f.subject_kind,
    f.subject_level,
    f.item,
    f.row_label,
    f.parent_label,
    f."row",
    f.measure,
    f.amount_yuan,
    f.currency_unit,
    f.cell,
    f.check_status
FROM facts f
JOIN v_latest l ON l.doc_id = f.doc_id
LEFT JOIN located_names n ON n.unit_name = f.unit_name
WHERE f.printing = 1
