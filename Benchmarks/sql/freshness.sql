-- Attributes older than 365 days: ten checks in one pass.
SELECT count(*) FILTER (WHERE email IS NOT NULL AND email_updated_at + 31536000 <= 1793491200),
  count(*) FILTER (WHERE phone IS NOT NULL AND phone_updated_at + 31536000 <= 1793491200),
  count(*) FILTER (WHERE address IS NOT NULL AND address_updated_at + 31536000 <= 1793491200),
  count(*) FILTER (WHERE geo IS NOT NULL AND geo_updated_at + 31536000 <= 1793491200),
  count(*) FILTER (WHERE device IS NOT NULL AND device_updated_at + 31536000 <= 1793491200),
  count(*) FILTER (WHERE income_band IS NOT NULL AND income_band_updated_at + 31536000 <= 1793491200),
  count(*) FILTER (WHERE segment IS NOT NULL AND segment_updated_at + 31536000 <= 1793491200),
  count(*) FILTER (WHERE score IS NOT NULL AND score_updated_at + 31536000 <= 1793491200),
  count(*) FILTER (WHERE interest IS NOT NULL AND interest_updated_at + 31536000 <= 1793491200),
  count(*) FILTER (WHERE birth IS NOT NULL AND birth_updated_at + 31536000 <= 1793491200)
FROM profiles;
