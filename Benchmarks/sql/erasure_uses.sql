-- Uses that took place more than 30 days after the person's erasure.
SELECT count(*) FROM erasures e JOIN decisions d USING (subject_id) WHERE d.ts >= e.erased_at + 2592000;
