-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The load of everybody in charge of posts at a host (C-11), seen in one place.

-- Who leads whom at a host on each day from one on (offer.day_led). there: somebody is booked on that day.
CREATE OR REPLACE FUNCTION casework.led_days(host uuid, from_day date, days integer)
RETURNS TABLE (contact_id uuid, chain uuid, day date, there boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY
        SELECT l.leader, s.chain, d.day,
               s.weekday = extract(isodow FROM d.day) AND s.weeks @> extract(week FROM d.day)::integer % 2
        FROM casework.placement p
        JOIN offer.post o ON o.id = p.post_id
        JOIN offer.day_led l ON l.contact_id = coalesce(p.in_charge, o.in_charge)
        JOIN casework.placement_slot s ON s.placement_id = p.id
        JOIN (SELECT led_days.from_day + g.n FROM generate_series(0, led_days.days - 1) AS g (n)) AS d (day)
            ON s.days @> d.day AND l.days @> d.day
        WHERE p.host_id = led_days.host AND l.leader IS NOT NULL;
END $$;

-- Contacts of a host who are in charge of something, or are there for it, by the instant at which they were entered: their
-- posts that were not removed; people whom they follow today; the most who come on one day of the next 13 weeks, and the
-- first such day; their next absence. Numbers of people are for the host, and for counsellors and directors, who are told
-- them at each match; for a referent from the least size on (N-05). A host asks for its own: JA007.
CREATE OR REPLACE FUNCTION casework.tutors(host uuid, after_at timestamptz, after_id uuid)
RETURNS TABLE (id uuid, name text, function text, posts integer, people_max integer, trained_on date, people integer,
               most integer, most_on date, away_first date, away_last date, stand_in uuid, stand_in_name text,
               created_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director', 'referent', 'host_manager', 'tutor');
    today date := offer.today();
    told_from integer := CASE WHEN me.role = 'referent' THEN offer.rule_amount('N-05', 'min_cell', today)
                          WHEN CASE WHEN me.role IN ('counsellor', 'director') THEN sec.my_unit()
                                    ELSE sec.my_host() END IS NOT NULL THEN 0 END; -- null: none
BEGIN
    IF NOT EXISTS (SELECT FROM offer.host h WHERE h.id = tutors.host)
        OR me.role IN ('host_manager', 'tutor') AND me.org <> tutors.host THEN
        PERFORM sec.refuse('JA007');
    END IF;
    RETURN QUERY
        WITH led AS (SELECT x.* FROM casework.led_days(tutors.host, today, 91) AS x),
        loads AS (
            SELECT x.contact_id, x.day, count(DISTINCT x.chain)::integer AS people,
                   (count(DISTINCT x.chain) FILTER (WHERE x.there))::integer AS there
            FROM led x GROUP BY x.contact_id, x.day)
        SELECT c.id, c.name, c.function, o.posts, c.people_max, c.trained_on,
               CASE WHEN coalesce(t.people, 0) >= told_from THEN coalesce(t.people, 0) END,
               CASE WHEN coalesce(m.there, 0) >= told_from THEN coalesce(m.there, 0) END,
               CASE WHEN m.there > 0 AND m.there >= told_from THEN m.day END,
               lower(a.days), upper(a.days) - 1, s.id, s.name, c.created_at
        FROM offer.contact c
        CROSS JOIN LATERAL (SELECT count(*)::integer AS posts FROM offer.post p
                            WHERE p.in_charge = c.id AND p.state <> 'removed') AS o
        LEFT JOIN loads t ON t.contact_id = c.id AND t.day = today
        LEFT JOIN LATERAL (SELECT l.there, l.day FROM loads l WHERE l.contact_id = c.id
                           ORDER BY l.there DESC, l.day LIMIT 1) AS m ON true
        LEFT JOIN LATERAL (SELECT x.* FROM offer.absence x WHERE x.contact_id = c.id AND upper(x.days) > today
                           ORDER BY x.days LIMIT 1) AS a ON true
        LEFT JOIN offer.contact s ON s.id = a.stand_in
        WHERE c.host_id = tutors.host
          AND (c.part = 'in_charge' OR o.posts > 0 OR EXISTS (SELECT FROM loads l WHERE l.contact_id = c.id))
          AND (after_at IS NULL OR (c.created_at, c.id) > (after_at, after_id))
        ORDER BY c.created_at, c.id LIMIT 51;
END $$;
