-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- What a placement may not break: the rules that the database looks at by itself when one is proposed and when it is
-- decided (M-, H-, W-, B-, E- and the steps S-07, S-09).

CREATE OR REPLACE FUNCTION casework.week_range(word text) RETURNS int4range
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE word WHEN 'every' THEN int4range(0, 2) WHEN 'even' THEN int4range(0, 1)
                     WHEN 'odd' THEN int4range(1, 2) END;
END $$;
CREATE OR REPLACE FUNCTION casework.week_word(weeks int4range) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN weeks = '[0,2)' THEN 'every' WHEN weeks @> 0 THEN 'even' ELSE 'odd' END;

-- Who else takes the post in this slot, in even weeks (0) or odd ones (1), on some of its days and minutes.
CREATE OR REPLACE FUNCTION casework.rivals(s casework.placement_slot, parity integer) RETURNS SETOF casework.placement_slot
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- The post's first, then which of them: for all conditions at once the planner reads the index of an exclusion whole.
    RETURN QUERY
        SELECT x.* FROM (SELECT y.* FROM casework.placement_slot y WHERE y.post_id = s.post_id OFFSET 0) AS x
        WHERE x.chain <> s.chain AND x.weekday = s.weekday AND x.weeks @> parity
          AND x.days && s.days AND x.from_min < s.to_min AND x.to_min > s.from_min;
END $$;

-- The first day from a day on that is such a day of the week in an even (0) or an odd (1) ISO week; weeks 53 and 1 are
-- both odd.
CREATE OR REPLACE FUNCTION casework.next_on(from_day date, weekday integer, parity integer) RETURNS date
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT min(d.day) FROM (SELECT from_day + x.n FROM generate_series(0, 27) AS x (n)) AS d (day)
            WHERE extract(isodow FROM d.day) = weekday AND extract(week FROM d.day)::integer % 2 = parity);
END $$;

-- Is a place lacking in one of its slots on one of its days (B-05)? The most people are there at an instant at which
-- somebody comes for the first time and somebody's minutes begin. Of a chain one is there at a time.
CREATE OR REPLACE FUNCTION casework.is_full(p casework.placement) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM casework.placement_slot s
        JOIN offer.post q ON q.id = s.post_id
        CROSS JOIN LATERAL (SELECT x.* FROM offer.slot x
                            WHERE x.post_id = s.post_id AND x.weekday = s.weekday AND x.weeks && s.weeks
                              AND x.from_min < s.to_min AND x.to_min > s.from_min
                            OFFSET 0) AS o -- of this post only: else the planner begins with all slots there are
        JOIN generate_series(0, 1) AS w (parity) ON s.weeks @> w.parity AND o.weeks @> w.parity
        CROSS JOIN LATERAL (SELECT DISTINCT casework.next_on(greatest(lower(x.days), lower(s.days)), s.weekday,
                                                             w.parity) AS day
                            FROM casework.rivals(s, w.parity) AS x) AS d
        CROSS JOIN LATERAL (SELECT DISTINCT greatest(x.from_min, s.from_min, o.from_min) AS minute
                            FROM casework.rivals(s, w.parity) AS x) AS t
        WHERE s.placement_id = p.id AND s.days @> d.day AND t.minute < least(s.to_min, o.to_min)
          AND (SELECT count(DISTINCT x.chain) FROM casework.rivals(s, w.parity) AS x
               WHERE x.days @> d.day AND x.from_min <= t.minute AND x.to_min > t.minute) >= coalesce(o.places, q.places));
END $$;

-- Minutes of a measure that are neither credited nor planned in a live placement; a placement and what is to replace it
-- count once, and not for each other.
CREATE OR REPLACE FUNCTION casework.unplanned(m casework.measure, but_chain uuid) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN m.ordered_minutes - casework.balance(m.id) - (
        SELECT coalesce(sum(c.minutes), 0) FROM (
            SELECT max(greatest(p.planned_minutes - e.credited, 0)) AS minutes
            FROM casework.placement p, LATERAL (
                SELECT coalesce(sum(x.minutes), 0) AS credited
                FROM casework.hours_entry x WHERE x.placement_id = p.id) AS e
            WHERE p.measure_id = m.id AND p.state IN ('proposed', 'accepted', 'signed')
              AND p.chain IS DISTINCT FROM but_chain
            GROUP BY p.chain) AS c);
END $$;

-- Who decides an assignment (A-01): the direction, unless the judge kept the power; of minors never a SPIP director.
CREATE OR REPLACE FUNCTION casework.decider(m casework.measure, minor boolean) RETURNS casework.authority
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE WHEN minor THEN CASE WHEN m.judge_kept THEN 'juge_des_enfants' ELSE 'dtpjj' END
                WHEN NOT m.judge_kept THEN 'dspip'
                WHEN m.kind = 'tnr' THEN 'prosecutor' ELSE 'jap' END;
END $$;

-- W-05 as far as it is in clear; disability and pregnancy are sealed, but then an opinion was asked, which is not.
CREATE OR REPLACE FUNCTION casework.exam_lacks(m casework.measure, minor boolean, o offer.post, placement uuid)
RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN m.fitness_received_on IS NULL AND (
        minor OR o.special_risk OR o.care_setting OR m.fitness_asked_on IS NOT NULL
        OR EXISTS (SELECT FROM casework.placement_slot s
                   WHERE s.placement_id = exam_lacks.placement AND (s.from_min < 360 OR s.to_min > 1320)));
END $$;

-- The rules that a placement breaks today, in the order of the matcher; empty: none. to_sign: what has to be there
-- before the work starts is looked at too.
CREATE OR REPLACE FUNCTION casework.placement_findings(p casework.placement, to_sign boolean) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := offer.today();
    m casework.measure;
    o offer.post;
    h offer.host;
    minor boolean;
    term date;
    dep text;
    found text[];
BEGIN
    SELECT x.* INTO m FROM casework.measure x WHERE x.id = p.measure_id;
    SELECT x.* INTO o FROM offer.post x WHERE x.id = p.post_id;
    SELECT x.* INTO h FROM offer.host x WHERE x.id = p.host_id;
    minor := (SELECT c.minor FROM casework.case_file c WHERE c.id = p.case_id);
    dep := (SELECT k.departement FROM offer.site s JOIN offer.commune k ON k.insee = s.insee WHERE s.id = o.site_id);
    term := casework.term(m);
    SELECT coalesce(array_agg(f.rule ORDER BY f.n), '{}') INTO found
    FROM (VALUES
        (1, 'H-14', (o.public = 'minors') <> minor),
        (2, 'H-12', h.state <> 'active'),
        (3, 'H-10', NOT offer.is_public(h.form) AND NOT coalesce((
                SELECT range_agg(a.valid) FROM offer.habilitation a
                WHERE a.host_id = h.id AND a.public = o.public AND a.territory IN (dep, 'FR'))
            @> daterange(p.first_day, p.last_day, '[]'), false)),
        (4, 'H-15', o.state NOT IN ('inscribed', 'suspended')),
        (5, 'H-18', o.state = 'suspended'),
        (6, 'B-09', NOT to_sign AND coalesce(o.confirmed_on + offer.rule_amount('B-09', 'fresh_days', today) < today,
                                             true)),
        (7, 'M-05', m.consent = 'refused'),
        (8, 'M-06', m.consent = 'to_collect' AND m.consented_on IS NULL),
        (9, 'M-09', m.state <> 'open' OR p.last_day > term),
        (10, 'M-10', m.state = 'open' AND term IS NULL),
        (11, 'H-16', m.ordered_minutes < 60 * o.min_hours OR m.ordered_minutes > 60 * o.max_hours),
        (12, 'S-10', p.planned_minutes > casework.unplanned(m, p.chain)),
        (13, 'C-06', NOT EXISTS (SELECT FROM casework.placement_slot s WHERE s.placement_id = p.id)
            OR EXISTS (
                SELECT FROM casework.placement_slot s JOIN generate_series(0, 1) AS w (parity) ON s.weeks @> w.parity
                WHERE s.placement_id = p.id AND NOT coalesce((
                    SELECT range_agg(int4range(t.from_min, t.to_min)) FROM offer.slot t
                    WHERE t.post_id = s.post_id AND t.weekday = s.weekday AND t.weeks @> w.parity)
                    @> int4range(s.from_min, s.to_min), false))),
        (14, 'E-05', EXISTS (
            SELECT FROM casework.placement_slot s JOIN casework.placement_slot x
                ON x.case_id = s.case_id AND x.chain <> s.chain AND x.weekday = s.weekday
                   AND int4range(x.from_min, x.to_min) && int4range(s.from_min, s.to_min)
                   AND (x.even_days && s.even_days OR x.odd_days && s.odd_days)
            WHERE s.placement_id = p.id)),
        (15, 'B-05', casework.is_full(p)),
        (16, 'S-08', p.first_day < today),
        (17, 'W-05', to_sign AND casework.exam_lacks(m, minor, o, p.id)),
        (18, 'S-07', to_sign AND p.met_on IS NULL),
        (19, 'S-09', to_sign AND p.in_charge IS NULL)
    ) AS f (n, rule, broken) WHERE f.broken;
    RETURN found;
END $$;
