-- patch: 0054
-- after: 0053
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- C-07: public transport does not run on Saturdays and Sundays as it does in the week.

ALTER TABLE offer.post
    ADD COLUMN transit_saturday_first integer CHECK (transit_saturday_first BETWEEN 1 AND 1440),
    ADD COLUMN transit_saturday_last integer CHECK (transit_saturday_last BETWEEN 1 AND 1440),
    ADD COLUMN transit_sunday_first integer CHECK (transit_sunday_first BETWEEN 1 AND 1440),
    ADD COLUMN transit_sunday_last integer CHECK (transit_sunday_last BETWEEN 1 AND 1440),
    ADD CHECK (coalesce(transit_saturday_first, transit_first) < coalesce(transit_saturday_last, transit_last)),
    ADD CHECK (coalesce(transit_sunday_first, transit_first) < coalesce(transit_sunday_last, transit_last));
COMMENT ON COLUMN offer.post.transit_first IS
    'First minute of the day at which one can be there by public transport, where no other is said of the day; absent: none.';
COMMENT ON COLUMN offer.post.transit_last IS 'Last minute at which one can leave so, likewise.';
COMMENT ON COLUMN offer.post.transit_saturday_first IS
    'The same as transit_first of Saturdays; absent: as on other days.';
COMMENT ON COLUMN offer.post.transit_saturday_last IS
    'The same as transit_last of Saturdays; absent: as on other days.';
COMMENT ON COLUMN offer.post.transit_sunday_first IS
    'The same as transit_first of Sundays; on holidays nobody works at a post. Absent: as on other days.';
COMMENT ON COLUMN offer.post.transit_sunday_last IS 'The same as transit_last, likewise.';

-- They have another signature now.
DROP FUNCTION IF EXISTS offer.post_new(uuid, uuid, text, text, text, text, text, text, integer, integer, integer,
                                       text[], boolean, boolean, boolean, boolean, boolean, text, text, text, uuid,
                                       integer[], integer[], integer[], text[], integer[], boolean, integer, integer,
                                       bytea, bytea);
DROP FUNCTION IF EXISTS offer.post_put(uuid, integer, uuid, text, text, text, text, text, text, integer, integer,
                                       integer, text[], boolean, boolean, boolean, boolean, boolean, text, text, text,
                                       uuid, integer[], integer[], integer[], text[], integer[], boolean, integer,
                                       integer);
DROP FUNCTION IF EXISTS offer.post_schedule(uuid, integer, integer, integer, integer, text, text, text, uuid, integer[],
                                            integer[], integer[], text[], integer[], boolean, integer, integer);
