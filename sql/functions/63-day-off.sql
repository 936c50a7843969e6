-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Who leads the work that a contact is in charge of on which days, and on which days a post does not run, said once for
-- all who ask.

-- She herself but on days on which she is away; then who stands in, but on days on which that one is away too (C-11).
-- Who asks joins by one contact of many: each half is of one table and has no condition, so that its index serves.
CREATE OR REPLACE VIEW offer.day_led (contact_id, host_id, leader, days) WITH (security_invoker = true) AS
    SELECT c.id, c.host_id, c.id, datemultirange(daterange(NULL, NULL)) - coalesce(
        (SELECT range_agg(a.days) FROM offer.absence a WHERE a.contact_id = c.id), '{}')
    FROM offer.contact c
    UNION ALL
    SELECT a.contact_id, a.host_id, a.stand_in, datemultirange(a.days) - coalesce(
        (SELECT range_agg(s.days) FROM offer.absence s WHERE s.contact_id = a.stand_in), '{}')
    FROM offer.absence a;
COMMENT ON VIEW offer.day_led IS 'Who leads the work of a contact on which days. World: offer. Retention: host.';
COMMENT ON COLUMN offer.day_led.contact_id IS 'Who is in charge of the work.';
COMMENT ON COLUMN offer.day_led.host_id IS 'The host of both.';
COMMENT ON COLUMN offer.day_led.leader IS 'The contact, or who stands in; null: nobody does.';
COMMENT ON COLUMN offer.day_led.days IS 'Days on which the leader does; no day is said twice of a contact.';

-- Closed days, whoever is in charge; and days on which who is in charge is away (C-11), unless somebody stands in who is
-- not away herself. Who asks knows whose work it is: that of a placement may be led by somebody else than the post's.
CREATE OR REPLACE VIEW offer.day_off (post_id, in_charge, usual, days) WITH (security_invoker = true) AS
    SELECT c.post_id, NULL::uuid, true, c.days FROM offer.closure c
    UNION ALL
    SELECT p.id, a.contact_id, coalesce(a.contact_id = p.in_charge, false), CASE WHEN a.stand_in IS NULL THEN a.days ELSE a.days * s.days END
    FROM offer.absence a
    JOIN offer.post p ON p.host_id = a.host_id
    LEFT JOIN offer.absence s ON s.contact_id = a.stand_in AND s.days && a.days
    WHERE a.stand_in IS NULL OR s.id IS NOT NULL;
COMMENT ON VIEW offer.day_off IS 'Days on which a post does not run. World: offer. Retention: host.';
COMMENT ON COLUMN offer.day_off.post_id IS 'Which post.';
COMMENT ON COLUMN offer.day_off.in_charge IS 'Only work that this contact is in charge of; null: all.';
COMMENT ON COLUMN offer.day_off.usual IS 'Of the post, as it is by itself: closed, or that contact is in charge of it.';
COMMENT ON COLUMN offer.day_off.days IS 'First day to the day after the last; it may be said twice of one day.';
