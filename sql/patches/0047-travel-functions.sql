-- patch: 0047
-- after: 0046
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Functions that take the way to a site or a post from now on.

DROP FUNCTION IF EXISTS offer.site_new(uuid, text, text, text, double precision, double precision, text, boolean, bytea,
                                       bytea);
DROP FUNCTION IF EXISTS offer.site_put(uuid, integer, text, text, text, double precision, double precision, text,
                                       boolean, boolean);
DROP FUNCTION IF EXISTS offer.post_new(uuid, uuid, text, text, text, text, text, text, integer, integer, integer,
                                       text[], boolean, boolean, boolean, boolean, boolean, text, text, text, uuid,
                                       integer[], integer[], integer[], text[], integer[], bytea, bytea);
DROP FUNCTION IF EXISTS offer.post_put(uuid, integer, uuid, text, text, text, text, text, text, integer, integer,
                                       integer, text[], boolean, boolean, boolean, boolean, boolean, text, text, text,
                                       uuid, integer[], integer[], integer[], text[], integer[]);
DROP FUNCTION IF EXISTS offer.post_schedule(uuid, integer, integer, integer, integer, text, text, text, uuid, integer[],
                                            integer[], integer[], text[], integer[]);
