-- patch: 0062
-- after: 0061
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- C-13: hours by which somebody is to be home count the way there; what finds posts asks for it and tells it.

DROP FUNCTION IF EXISTS offer.searches_find(uuid[]);
DROP FUNCTION IF EXISTS offer.search_posts(timestamptz, integer, uuid, boolean, uuid);
DROP FUNCTION IF EXISTS offer.find_posts(timestamptz, integer, uuid, boolean, text, boolean, integer, integer, uuid, text,
    text, text, text, integer, integer, integer, integer, boolean, boolean, boolean, boolean);
DROP FUNCTION IF EXISTS offer.times_found(uuid, integer, integer, integer, boolean, boolean);
DROP FUNCTION IF EXISTS offer.posts_found(uuid, text, offer.task_family, offer.public, offer.post_state, boolean, boolean,
    integer, integer, integer, boolean);
