-- Uses without a valid consent at their instant, by rule, purpose and reason, as one writes it for DuckDB: ASOF joins.
WITH yes AS (SELECT subject_id, purpose, ts, expires_at FROM consent_events WHERE status = 'granted'),
no AS (SELECT subject_id, purpose, ts FROM consent_events WHERE status = 'withdrawn'),
states AS (
  SELECT d.subject_id, d.purpose, d.ts, d.rule_id, yes.ts AS yes_at, no.ts AS no_at
  FROM decisions d
  ASOF LEFT JOIN yes ON d.subject_id = yes.subject_id AND d.purpose = yes.purpose AND d.ts >= yes.ts
  ASOF LEFT JOIN no ON d.subject_id = no.subject_id AND d.purpose = no.purpose AND d.ts >= no.ts
),
-- The furthest expiry of what was given since: an earlier consent may outlast a later one.
lasting AS (
  SELECT s.*, EXISTS (SELECT 1 FROM yes e WHERE e.subject_id = s.subject_id AND e.purpose = s.purpose AND e.ts <= s.ts
      AND e.ts > coalesce(s.no_at, -1) AND e.expires_at > s.ts) AS is_valid
  FROM states s
)
SELECT rule_id, purpose,
  CASE WHEN no_at IS NOT NULL AND (yes_at IS NULL OR yes_at <= no_at) THEN 'withdrawn'
       WHEN yes_at IS NULL THEN 'noRecord' ELSE 'expired' END AS reason,
  count(*), count(DISTINCT subject_id), min(ts), max(ts)
FROM lasting WHERE NOT is_valid
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
