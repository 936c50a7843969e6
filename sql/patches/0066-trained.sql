-- patch: 0066
-- after: 0065
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Training of who is in charge of posts (formation du tuteur): most have none, so it excludes nobody and is told.

ALTER TABLE offer.contact ADD COLUMN trained_on date;
COMMENT ON COLUMN offer.contact.trained_on IS 'Day on which they were trained to lead people; null: nobody said.';

-- They have another signature now.
DROP FUNCTION IF EXISTS offer.contact_new(uuid, text, text, text, text, text, date, text, text, integer, bytea, bytea);
DROP FUNCTION IF EXISTS offer.contact_put(uuid, integer, text, text, text, text, text, date, text, text, integer);
