-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- On which days a post does not run, said once for all who ask.

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
