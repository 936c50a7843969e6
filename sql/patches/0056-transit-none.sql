-- patch: 0056
-- after: 0055
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- C-07: on Saturdays or Sundays public transport may not run at all.

ALTER TABLE offer.post
    ADD COLUMN transit_saturday_none boolean NOT NULL DEFAULT false,
    ADD COLUMN transit_sunday_none boolean NOT NULL DEFAULT false,
    ADD CHECK (NOT transit_saturday_none OR coalesce(transit_saturday_first, transit_saturday_last) IS NULL),
    ADD CHECK (NOT transit_sunday_none OR coalesce(transit_sunday_first, transit_sunday_last) IS NULL);
COMMENT ON COLUMN offer.post.transit_saturday_none IS 'Nobody comes there by public transport on Saturdays.';
COMMENT ON COLUMN offer.post.transit_sunday_none IS 'Nobody comes there by public transport on Sundays.';

-- They have another signature now.
DROP FUNCTION IF EXISTS offer.post_new(uuid, uuid, text, text, text, text, text, text, integer, integer, integer,
                                       text[], boolean, boolean, boolean, boolean, boolean, text, text, text, uuid,
                                       integer[], integer[], integer[], text[], integer[], boolean, integer, integer,
                                       integer, integer, integer, integer, bytea, bytea);
DROP FUNCTION IF EXISTS offer.post_put(uuid, integer, uuid, text, text, text, text, text, text, integer, integer,
                                       integer, text[], boolean, boolean, boolean, boolean, boolean, text, text, text,
                                       uuid, integer[], integer[], integer[], text[], integer[], boolean, integer,
                                       integer, integer, integer, integer, integer);
DROP FUNCTION IF EXISTS offer.post_schedule(uuid, integer, integer, integer, integer, text, text, text, uuid, integer[],
                                            integer[], integer[], text[], integer[], boolean, integer, integer,
                                            integer, integer, integer, integer);
