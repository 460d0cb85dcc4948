{% test belongs_to(model, parent, columns) %}
-- Rows that belong to no row of the parent, by columns that both have under the same names.
SELECT child.*
FROM {{ model }} child
WHERE {% for column in columns %}child.{{ column }} IS NOT NULL AND {% endfor %}NOT EXISTS (
    SELECT 1 FROM {{ parent }} parent
    WHERE {% for column in columns %}parent.{{ column }} = child.{{ column }}{{ " AND " if not loop.last }}{% endfor %}
)
{% endtest %}
