-- The indexes that suit the queries, making them is not counted.
CREATE INDEX consent_scope ON consent_events (subject_id, purpose, status, ts, expires_at);
CREATE INDEX profile_crowd ON profiles (postal_code, birth_year, gender);
CREATE INDEX decision_subject ON decisions (subject_id, ts);
CREATE INDEX segment_subject ON segments (subject_id);
ANALYZE;
