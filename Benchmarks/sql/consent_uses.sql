-- Uses without a valid consent at their instant, by rule, purpose and reason.
WITH states AS (
  SELECT d.subject_id, d.purpose, d.ts, d.rule_id,
    (SELECT max(ts) FROM consent_events e WHERE e.subject_id = d.subject_id AND e.purpose = d.purpose
       AND e.status = 'withdrawn' AND e.ts <= d.ts) AS no_at,
    (SELECT max(ts) FROM consent_events e WHERE e.subject_id = d.subject_id AND e.purpose = d.purpose
       AND e.status = 'granted' AND e.ts <= d.ts) AS yes_at
  FROM decisions d
)
SELECT rule_id, purpose,
  CASE WHEN no_at IS NOT NULL AND (yes_at IS NULL OR yes_at <= no_at) THEN 'withdrawn'
       WHEN yes_at IS NULL THEN 'noRecord' ELSE 'expired' END AS reason,
  count(*), count(DISTINCT subject_id), min(ts), max(ts)
FROM states s
WHERE NOT EXISTS (SELECT 1 FROM consent_events e WHERE e.subject_id = s.subject_id AND e.purpose = s.purpose
    AND e.status = 'granted' AND e.ts <= s.ts AND e.ts > coalesce(s.no_at, -1) AND e.expires_at > s.ts)
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
