{% test unique_together(model, columns) %}
-- Rows that share the values of all these columns with another.
SELECT {{ columns | join(', ') }}
FROM {{ model }}
GROUP BY {{ columns | join(', ') }}
HAVING count(*) > 1
{% endtest %}
