-- patch: 0030
-- after: 0029
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The loader of a demonstration tells a story of months: its business days are given, its entries bear the real time.

ALTER TABLE sec.session ADD COLUMN demo_day date;
COMMENT ON COLUMN sec.session.demo_day IS 'The civil day as the loader of a demonstration plays it; of no other session.';
