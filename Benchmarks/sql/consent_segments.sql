-- Memberships that lack a valid consent at some instant from their begin to the audit's instant, by audience and purpose.
-- The audit tells more: the reason, and when it began and ended.
WITH stays AS (
  SELECT s.segment_id, s.subject_id, s.purpose, s.computed_at AS at,
    (SELECT max(ts) FROM consent_events e WHERE e.subject_id = s.subject_id AND e.purpose = s.purpose
       AND e.status = 'withdrawn' AND e.ts <= s.computed_at) AS no_at
  FROM segments s
)
SELECT segment_id, purpose, count(*) FROM stays s
WHERE NOT EXISTS (SELECT 1 FROM consent_events e WHERE e.subject_id = s.subject_id AND e.purpose = s.purpose
    AND e.status = 'granted' AND e.ts <= s.at AND e.ts > coalesce(s.no_at, -1) AND e.expires_at > s.at)
  OR EXISTS (SELECT 1 FROM consent_events e WHERE e.subject_id = s.subject_id AND e.purpose = s.purpose
    AND e.status = 'withdrawn' AND e.ts > s.at AND e.ts <= 1793491200)
  OR EXISTS (SELECT 1 FROM consent_events e WHERE e.subject_id = s.subject_id AND e.purpose = s.purpose
    AND e.status = 'granted' AND e.ts > coalesce(s.no_at, -1) AND e.expires_at > s.at AND e.expires_at <= 1793491200
    AND NOT EXISTS (SELECT 1 FROM consent_events h WHERE h.subject_id = s.subject_id AND h.purpose = s.purpose
      AND h.status = 'granted' AND h.ts > coalesce(s.no_at, -1) AND h.ts <= e.expires_at AND h.expires_at > e.expires_at))
GROUP BY 1, 2 ORDER BY 1, 2;
