-- patch: 0051
-- after: 0050
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- How many people somebody in charge of posts takes on at a time (C-11): said by the host, of the person and not of a
-- post, because one person is in charge of several.

ALTER TABLE offer.contact ADD COLUMN people_max integer CHECK (people_max BETWEEN 1 AND 50);
COMMENT ON COLUMN offer.contact.people_max IS
    'Most people at a time whose work they follow; null: nobody said. More is a warning to who proposes.';

-- They have another signature now.
DROP FUNCTION IF EXISTS offer.contact_new(uuid, text, text, text, text, text, date, text, text, bytea, bytea);
DROP FUNCTION IF EXISTS offer.contact_put(uuid, integer, text, text, text, text, text, date, text, text);
