-- 现行文件：没有被其他文件取代的决算文件。unit 是单位的代码，无代码则为全称；名称未写明地区的，只代表本文件。
-- Documents that were read and that no other supersedes. `unit` is the unit's code, else its full name; a name that does
-- not say where it is counts for its document alone.
SELECT
    d.doc_id,
    d.source_file,
    coalesce(d.unit_code, CASE WHEN n.unit_name IS NULL THEN d.unit_name || '#' || d.doc_id ELSE d.unit_name END) AS unit,
    d.unit_name,
    d.unit_code,
    d.year,
    d.report_kind,
    d.status,
    d.checks_failed
FROM documents d
LEFT JOIN located_names n ON n.unit_name = d.unit_name
WHERE d.status IN ('ok', 'partial')
    AND NOT EXISTS (SELECT 1 FROM documents o WHERE o.supersedes = d.doc_id AND o.status IN ('ok', 'partial'))
