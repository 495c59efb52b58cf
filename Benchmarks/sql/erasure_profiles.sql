-- Profiles of people who were erased more than 30 days ago.
SELECT count(*) FROM erasures e JOIN profiles p USING (subject_id) WHERE e.erased_at + 2592000 <= 1793491200;
