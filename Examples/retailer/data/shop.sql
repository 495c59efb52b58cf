-- Twelve customers of an invented shop. Make the store with: sqlite3 data/shop.sqlite < data/shop.sql
-- The comments say which control of `gdpr` or `personalisation` a row breaks, judged as of 2026-11-01T00:00:00Z.

CREATE TABLE customers (
  customer_id TEXT PRIMARY KEY,
  email TEXT NOT NULL,
  mobile TEXT,                       -- gdpr-30-1-declared: personal data that the data map does not declare
  age_band TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  affinity_bakery REAL,
  created_at TEXT NOT NULL,
  last_activity_at TEXT NOT NULL,
  updated_at TEXT NOT NULL
);

-- Six people of Lyon in their thirties: a crowd.
INSERT INTO customers VALUES
  ('c-01', 'anna@mail.example',  '+33612345601', '30-39', 'Lyon', 'FR', 0.71, '2024-02-01T09:00:00Z', '2026-10-20T10:00:00Z', '2026-10-20T10:00:00Z'),
  ('c-02', 'bruno@mail.example', '+33612345602', '30-39', 'Lyon', 'FR', 0.12, '2024-03-01T09:00:00Z', '2026-10-21T10:00:00Z', '2026-10-21T10:00:00Z'),
  ('c-03', 'chloe@mail.example', '+33612345603', '30-39', 'Lyon', 'FR', 0.55, '2024-04-01T09:00:00Z', '2026-10-22T10:00:00Z', '2026-10-22T10:00:00Z'),
  ('c-04', 'david@mail.example', '+33612345604', '30-39', 'Lyon', 'FR', 0.43, '2024-05-01T09:00:00Z', '2026-10-23T10:00:00Z', '2026-10-23T10:00:00Z'),
  ('c-05', 'emma@mail.example',  '+33612345605', '30-39', 'Lyon', 'FR', 0.90, '2024-06-01T09:00:00Z', '2026-10-24T10:00:00Z', '2026-10-24T10:00:00Z'),
  ('c-06', 'felix@mail.example', '+33612345606', '30-39', 'Lyon', 'FR', 0.05, '2024-07-01T09:00:00Z', '2026-10-25T10:00:00Z', '2026-10-25T10:00:00Z'),
-- Five of Lille in their forties: just enough.
  ('c-07', 'gilda@mail.example', '+33612345607', '40-49', 'Lille', 'FR', 0.31, '2024-08-01T09:00:00Z', '2026-10-01T10:00:00Z', '2026-10-01T10:00:00Z'),
  ('c-08', 'hugo@mail.example',  '+33612345608', '40-49', 'Lille', 'FR', 0.62, '2024-09-01T09:00:00Z', '2026-10-02T10:00:00Z', '2026-10-02T10:00:00Z'),
  ('c-09', 'ines@mail.example',  '+33612345609', '40-49', 'Lille', 'FR', 0.77, '2024-10-01T09:00:00Z', '2026-10-03T10:00:00Z', '2026-10-03T10:00:00Z'),
  ('c-10', 'jules@mail.example', '+33612345610', '40-49', 'Lille', 'FR', 0.20, '2024-11-01T09:00:00Z', '2026-10-04T10:00:00Z', '2026-10-04T10:00:00Z'),
-- personalisation-inactive-90: no sign of life since May.
  ('c-11', 'karim@mail.example', '+33612345611', '40-49', 'Lille', 'FR', 0.44, '2024-12-01T09:00:00Z', '2026-05-05T10:00:00Z', '2026-05-05T10:00:00Z'),
-- personalisation-crowd-5: nobody else in Brest. gdpr-5-1-e-retention and personalisation-inactive-90: silent since 2023.
  ('c-12', 'lea@mail.example',   '+33612345612', '60-69', 'Brest', 'FR', 0.33, '2020-01-01T09:00:00Z', '2023-06-01T10:00:00Z', '2023-06-01T10:00:00Z');

CREATE TABLE consent_log (
  customer_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  status TEXT NOT NULL,
  at TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  expires_at TEXT,
  method TEXT,
  notice TEXT,
  notice_version TEXT,
  proof TEXT
);

INSERT INTO consent_log VALUES
  ('c-01', 'marketing.communications.email', 'granted',   '2026-01-10T09:00:00Z', '2026-01-10T09:00:00Z', NULL, 'form', 'privacy-notice', '2', 'p-01'),
  ('c-02', 'marketing',                      'granted',   '2026-01-11T09:00:00Z', '2026-01-11T09:00:00Z', NULL, 'form', 'privacy-notice', '2', 'p-02'),
  ('c-03', 'marketing.communications.email', 'granted',   '2026-01-12T09:00:00Z', '2026-01-12T09:00:00Z', NULL, 'form', 'privacy-notice', '2', 'p-03'),
  ('c-03', 'marketing.communications.email', 'withdrawn', '2026-09-01T09:00:00Z', '2026-09-01T09:00:00Z', NULL, 'link', NULL, NULL, NULL),
  ('c-04', 'marketing.communications.email', 'granted',   '2025-03-01T09:00:00Z', '2025-03-01T09:00:00Z', '2026-03-01T09:00:00Z', 'form', 'privacy-notice', '2', 'p-04'),
  ('c-05', 'marketing.communications.email', 'declined',  '2026-02-01T09:00:00Z', '2026-02-01T09:00:00Z', NULL, 'form', 'privacy-notice', '2', NULL),
-- gdpr-4-11-affirmative: the box was ticked beforehand. gdpr-7-1-evidence: nothing shows it.
  ('c-07', 'marketing.communications.email', 'granted',   '2026-02-02T09:00:00Z', '2026-02-02T09:00:00Z', NULL, 'preTicked', 'privacy-notice', '2', 'p-07'),
  ('c-08', 'marketing.communications.email', 'granted',   '2026-02-03T09:00:00Z', '2026-02-03T09:00:00Z', NULL, 'form', 'privacy-notice', '2', NULL),
  ('c-09', 'marketing.communications.email', 'granted',   '2026-02-04T09:00:00Z', '2026-02-04T09:00:00Z', NULL, 'form', 'privacy-notice', '2', 'p-09'),
  ('c-09', 'marketing',                      'objected',  '2026-08-01T09:00:00Z', '2026-08-01T09:00:00Z', NULL, 'mail', NULL, NULL, NULL);

CREATE TABLE sends (
  customer_id TEXT NOT NULL,
  sent_at TEXT NOT NULL,
  campaign TEXT NOT NULL
);

INSERT INTO sends VALUES
  ('c-01', '2026-10-05T08:00:00Z', 'autumn'),
  ('c-02', '2026-10-05T08:00:00Z', 'autumn'),
  ('c-03', '2026-07-05T08:00:00Z', 'summer'),   -- before the withdrawal: right
  ('c-03', '2026-10-05T08:00:00Z', 'autumn'),   -- gdpr-6-1-a-consent: withdrawn
  ('c-04', '2026-10-05T08:00:00Z', 'autumn'),   -- gdpr-6-1-a-consent: expired
  ('c-05', '2026-10-05T08:00:00Z', 'autumn'),   -- gdpr-6-1-a-consent: refused
  ('c-06', '2026-10-05T08:00:00Z', 'autumn'),   -- gdpr-6-1-a-consent: noRecord
  ('c-09', '2026-07-05T08:00:00Z', 'summer'),   -- before the objection: right
  ('c-09', '2026-10-05T08:00:00Z', 'autumn');   -- gdpr-21-2-direct-marketing: objected

CREATE TABLE requests (
  customer_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  received_at TEXT NOT NULL,
  closed_at TEXT,
  extended_at TEXT
);

INSERT INTO requests VALUES
  ('c-02', 'access', '2026-06-01T09:00:00Z', '2026-06-20T09:00:00Z', NULL),
  ('c-06', 'access', '2026-06-01T09:00:00Z', '2026-08-20T09:00:00Z', '2026-06-25T09:00:00Z'),  -- extended: right
  ('c-10', 'access', '2026-06-01T09:00:00Z', '2026-08-20T09:00:00Z', NULL);                    -- gdpr-12-3-deadline

CREATE TABLE shares (
  customer_id TEXT NOT NULL,
  recipient TEXT NOT NULL,
  shared_at TEXT NOT NULL
);

INSERT INTO shares VALUES
  ('c-01', 'mailer', '2026-10-05T07:00:00Z'),
  ('c-02', 'measurement', '2026-10-06T07:00:00Z'),
  ('c-04', 'data-broker', '2026-10-07T07:00:00Z');  -- gdpr-44-disclosure: nobody declared this recipient
