-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Counts for who may not see a case (table 6a). People are counted in one partition, each in one cell, and no sum of
-- cells is told; so a cell under the least size (N-05), which is not told, follows from nothing that is.

-- May what k cells together hold be told, none of which reached the least size? Only where there are enough people, and
-- each of the cells could still hold as few or as many as such a cell can.
CREATE OR REPLACE FUNCTION casework.tells(people bigint, k bigint, least_size integer) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN people >= least_size AND people <= (least_size - 1) * (k - 1);
END $$;

-- Unmet need: people who wait, of whom the last that was recorded is that the offer lacked something, by where, when and
-- which work a post is wanted. A director: of her unit; a referent: of her département. others: all kinds of work of
-- which no number is told.
CREATE OR REPLACE FUNCTION casework.unmet()
RETURNS TABLE (area text, slot casework.slot_kind, family text, others boolean, people integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('director', 'referent');
    unit uuid := CASE me.role WHEN 'director' THEN sec.my_unit() END;
    home text := CASE me.role WHEN 'referent' THEN (SELECT o.departement FROM sec.organisation o WHERE o.id = me.org) END;
    least_size integer := offer.rule_amount('N-05', 'min_cell', offer.today());
    kinds integer := cardinality(enum_range(NULL::offer.task_family)) + 1; -- one of them, or any
BEGIN
    RETURN QUERY
        WITH needs AS (
            SELECT DISTINCT ON (n.case_id) n.* FROM casework.no_match n
            JOIN casework.case_file c ON c.id = n.case_id
            JOIN sec.organisation o ON o.id = c.unit_id
            WHERE c.unit_id = unit OR o.departement = home
            ORDER BY n.case_id, n.recorded_at DESC, n.id
        ), cells AS (
            SELECT n.area, n.slot, coalesce(n.family::text, 'any') AS family, count(*) AS size
            FROM needs n JOIN casework.measure m ON m.id = n.measure_id
            WHERE n.code <> 'situation' AND m.state = 'open' AND NOT EXISTS (
                SELECT FROM casework.placement p
                WHERE p.case_id = n.case_id AND p.proposed_at > n.recorded_at
                  AND p.state IN ('proposed', 'accepted', 'signed', 'ended'))
            GROUP BY n.area, n.slot, coalesce(n.family::text, 'any')
        ), told AS (
            SELECT c.area, c.slot, c.family, false AS others, c.size FROM cells c WHERE c.size >= least_size
            UNION ALL
            SELECT c.area, c.slot, NULL, true, sum(c.size) FILTER (WHERE c.size < least_size)
            FROM cells c GROUP BY c.area, c.slot
            HAVING casework.tells((sum(c.size) FILTER (WHERE c.size < least_size))::bigint,
                                  kinds - count(*) FILTER (WHERE c.size >= least_size), least_size)
        )
        SELECT t.area, t.slot, t.family, t.others, t.size::integer FROM told t ORDER BY t.area, t.slot, t.others, t.family;
END $$;

-- How far posts are taken today, by kind of work: places that count (casework.counts), and the people on all posts of
-- that kind. Those of the département for the service, no number under the least size; its own ones for a host, whose
-- people they are.
CREATE OR REPLACE FUNCTION casework.fill() RETURNS TABLE (family offer.task_family, posts integer, places integer, people integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director', 'referent', 'host_manager');
    own uuid := CASE me.role WHEN 'host_manager' THEN me.org END;
    home text := CASE WHEN own IS NULL THEN (SELECT o.departement FROM sec.organisation o WHERE o.id = me.org) END;
    today date := offer.today();
    least_size integer := offer.rule_amount('N-05', 'min_cell', today);
BEGIN
    RETURN QUERY
        WITH posts AS (
            SELECT p.family, CASE WHEN casework.counts(p, k.departement, today) THEN p.places ELSE 0 END AS places,
                   (SELECT count(DISTINCT x.case_id) FROM casework.placement x
                    WHERE x.post_id = p.id AND x.state IN ('proposed', 'accepted', 'signed')) AS people
            FROM offer.post p JOIN offer.site s ON s.id = p.site_id JOIN offer.commune k ON k.insee = s.insee
            WHERE (p.host_id = own OR k.departement = home) AND p.state IN ('inscribed', 'suspended')
        )
        SELECT p.family, count(*)::integer, sum(p.places)::integer,
               CASE WHEN own IS NOT NULL OR sum(p.people) >= least_size THEN sum(p.people)::integer END
        FROM posts p GROUP BY p.family ORDER BY p.family;
END $$;

-- Posts of the département on which somebody can be counted on to find a place from today on, without waiting for
-- anybody to leave: they count, and are free as a list of posts says it (offer.times_found), reservations counted. By
-- where, when, for whom and which work. A post is in each of its kinds of time, so that cells do not add up.
CREATE OR REPLACE FUNCTION casework.room()
RETURNS TABLE (area text, slot casework.slot_kind, public offer.public, family offer.task_family, posts integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director', 'referent');
    home text := (SELECT o.departement FROM sec.organisation o WHERE o.id = me.org);
    today date := offer.today();
BEGIN
    RETURN QUERY
        SELECT k.arrondissement, t.slot, p.public, p.family, count(DISTINCT p.id)::integer
        FROM offer.post p JOIN offer.site s ON s.id = p.site_id JOIN offer.commune k ON k.insee = s.insee
        CROSS JOIN LATERAL offer.times_found(p.id, 0, 0, 0, false, true, NULL) AS f
        JOIN offer.slot x ON x.post_id = p.id AND x.n = f.n
        CROSS JOIN LATERAL (VALUES ('weekend'::casework.slot_kind, x.weekday >= 6),
                                   ('evening', x.weekday < 6 AND x.to_min > 1080),
                                   ('weekday', x.weekday < 6 AND x.from_min < 1080)) AS t (slot, yes)
        WHERE k.departement = home AND p.state = 'inscribed' AND t.yes AND casework.counts(p, k.departement, today)
        GROUP BY k.arrondissement, t.slot, p.public, p.family
        ORDER BY k.arrondissement, t.slot, p.public, p.family;
END $$;

-- The first rule by which nobody can be counted on to find a place there (H-12, H-10, H-18, H-15, B-09), by its code and in
-- the order in which a match looks at them; null: there is none.
CREATE OR REPLACE FUNCTION casework.not_counted(p offer.post, departement text, on_day date) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE
        WHEN NOT EXISTS (SELECT FROM offer.host h WHERE h.id = p.host_id AND h.state = 'active') THEN 'host'
        WHEN NOT coalesce(offer.standing(p.host_id, departement, p.public, on_day) IN ('by_right', 'valid'), false)
            THEN 'habilitation'
        WHEN p.state = 'suspended' THEN 'suspended'
        WHEN p.state <> 'inscribed' THEN 'inscription'
        WHEN NOT coalesce(p.confirmed_on + offer.rule_amount('B-09', 'fresh_days', on_day) >= on_day, false) THEN 'fresh'
    END;
END $$;

-- May somebody be counted on to find a place there?
CREATE OR REPLACE FUNCTION casework.counts(p offer.post, departement text, on_day date) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN casework.not_counted(p, departement, on_day) IS NULL;
END $$;

-- The first day on which somebody could come to a post and find a place: in one of its slots, on a day on which it runs,
-- with fewer people there than it has places at any of its minutes, or whoever is there. Null: none within a year.
CREATE OR REPLACE FUNCTION casework.next_place(p offer.post, from_day date, whoever boolean DEFAULT false) RETURNS date
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (WITH off AS (SELECT x.days FROM offer.day_off x WHERE x.post_id = p.id AND x.usual)
            SELECT min(d.day) FROM offer.slot o
            JOIN generate_series(0, 1) AS w (parity) ON o.weeks @> w.parity
            CROSS JOIN LATERAL (
                SELECT from_day AS since
                UNION SELECT upper(x.days) FROM casework.placement_slot x
                WHERE x.post_id = p.id AND x.weekday = o.weekday AND upper(x.days) > from_day
                UNION SELECT upper(c.days) FROM off c WHERE upper(c.days) > from_day) AS f
            CROSS JOIN LATERAL (SELECT casework.next_on(f.since, o.weekday, w.parity) AS day) AS d
            WHERE o.post_id = p.id AND d.day <= from_day + 366
              AND NOT EXISTS (SELECT FROM off c WHERE c.days @> d.day)
              AND (whoever
                   OR (SELECT count(DISTINCT x.chain) FROM casework.placement_slot x
                       WHERE x.post_id = p.id AND x.weekday = o.weekday AND x.weeks @> w.parity AND x.days @> d.day
                         AND x.from_min < o.to_min AND x.to_min > o.from_min) < coalesce(o.places, p.places)));
END $$;

-- Posts as a referent, a director of the département or their own host looks after them: no person in it, not even a
-- number of them. next_day: null when nothing is free, or when the post does not count. why: the rule by which either is
-- so, of those about the post by itself; null: it counts and has a day. dormant: nobody confirmed it in
-- time and nobody was proposed there since.
CREATE OR REPLACE FUNCTION casework.post_use(after uuid)
RETURNS TABLE (id uuid, title text, host_id uuid, host text, state offer.post_state, places integer, confirmed_on date,
               counts boolean, next_day date, why text, dormant boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('director', 'referent', 'host_manager');
    own uuid := CASE me.role WHEN 'host_manager' THEN me.org END;
    home text := CASE WHEN own IS NULL THEN (SELECT o.departement FROM sec.organisation o WHERE o.id = me.org) END;
    today date := offer.today();
BEGIN
    RETURN QUERY
        SELECT p.id, p.title, p.host_id, h.name, p.state, p.places, p.confirmed_on, u.rule IS NULL, d.next_day,
               CASE WHEN u.rule IS NOT NULL THEN u.rule
                    WHEN d.next_day IS NOT NULL THEN NULL
                    WHEN NOT EXISTS (SELECT FROM offer.slot x WHERE x.post_id = p.id) THEN 'slots'
                    WHEN casework.next_place(p, today + 1, true) IS NULL THEN 'days'
                    ELSE 'capacity' END,
               NOT coalesce(p.confirmed_on + offer.rule_amount('B-09', 'fresh_days', today) >= today, false)
               AND NOT EXISTS (SELECT FROM casework.placement x
                               WHERE x.post_id = p.id AND (p.confirmed_on IS NULL OR offer.day_of(x.proposed_at) > p.confirmed_on))
        FROM offer.post p
        JOIN sec.organisation h ON h.id = p.host_id
        JOIN offer.site s ON s.id = p.site_id
        JOIN offer.commune k ON k.insee = s.insee
        CROSS JOIN LATERAL (SELECT casework.not_counted(p, k.departement, today) AS rule OFFSET 0) AS u
        CROSS JOIN LATERAL (SELECT CASE WHEN u.rule IS NULL THEN casework.next_place(p, today + 1) END AS next_day
                            OFFSET 0) AS d
        WHERE p.state IN ('inscribed', 'suspended') AND (p.host_id = own OR k.departement = home)
          AND (after IS NULL OR p.id > after)
        ORDER BY p.id LIMIT 51;
END $$;
