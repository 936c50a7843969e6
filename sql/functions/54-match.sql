-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- What the matcher asks of one case. A match asks for much of one case, and row policies would judge each table of it by
-- the case again: here they are said once, for the case.

-- The case and one of its measures, or the open ones where none is named; a row without a measure when there is none. To
-- whom the policies of casework.case_file show the case; link: as in sec.case_items.
-- Days are numbers from 1970; lasts: 2147483647 without an end (M-12). but_chain: placements that are to be replaced:
-- their minutes count as not planned, their times are hers until from_day or, where that is over or null, until today;
-- their posts are among those that changed. own: the times of her placements that are not over, or were not before this
-- week, which counts whole (W-01), or on the Sunday before it, from which she rests (W-04), at most 513. mark, base,
-- posts: of offer.changes. profile: what sec.fetch gives of it; empty without one. What only who was placed or whose
-- clock stood can have is asked only then.
CREATE OR REPLACE FUNCTION casework.match_case(case_id uuid, measure uuid, but_chain uuid, from_day integer, reason text,
                                               given text[], most integer)
RETURNS TABLE (minor boolean, departement text, today integer, mark text, base integer, posts uuid[],
               own_weekdays integer[], own_froms integer[], own_tos integer[], own_weeks text[], own_firsts integer[],
               own_lasts integer[], measure_id uuid, kind text, open boolean, version integer,
               ordered_minutes integer, consent text, consented boolean, term integer, clock_stopped boolean,
               credited_minutes integer, unplanned_minutes integer, exam_asked boolean, away_firsts integer[],
               away_lasts integer[], profile_version integer, profile bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    epoch date := '1970-01-01';
    day date := offer.today();
    start date := CASE WHEN from_day >= day - epoch THEN epoch + from_day ELSE day + 1 END;
    n integer := 0;
    link integer;
    c record;
    m casework.measure;
BEGIN
    SELECT x.id, x.minor, x.counsellor_id, x.match_version, coalesce(o.departement, '') AS departement, e.version,
           e.body, k.owner_kind, k.owner, k.owner_generation, k.generation, k.wrap,
           EXISTS (SELECT FROM casework.placement p WHERE p.case_id = x.id) AS placed INTO c
    FROM casework.case_file x
    JOIN sec.organisation o ON o.id = x.unit_id
    LEFT JOIN sec.envelope e ON e.row_id = x.id AND e.tab = 1 AND e.compartment = 3
    LEFT JOIN sec.case_key k ON k.case_id = x.id AND k.compartment = 3 AND k.generation = e.key_generation
    WHERE x.id = match_case.case_id AND x.unit_id = me.org AND sec.holds(me.account, me.org, 2);
    link := CASE WHEN c.id IS NULL THEN NULL WHEN me.role = 'counsellor' AND c.counsellor_id = me.account THEN 1
                 WHEN me.role = 'director' THEN 2 WHEN c.id = ANY (sec.my_glass()) THEN 3
                 WHEN c.id = ANY (sec.my_signing()) THEN 6 END;
    IF link IS NULL THEN
        RETURN;
    END IF;
    minor := c.minor;
    departement := c.departement;
    today := day - epoch;
    profile_version := c.match_version;
    profile := CASE WHEN c.match_version > 0 THEN
        sec.bundle_of(me, reason, link = 1, 1,
                      sec.ticket_item(1, c.id, c.version, c.id, 3, link, c.owner_kind, c.owner, c.owner_generation,
                                      c.generation), sec.ticket_body(c.wrap, c.body)) ELSE '' END;
    SELECT x.mark, x.base, x.posts INTO mark, base, posts FROM offer.changes(departement, day, given, most) AS x;
    IF but_chain IS NOT NULL THEN
        posts := ARRAY(SELECT x.id FROM unnest(posts) AS x (id)
                       UNION SELECT s.post_id FROM casework.placement_slot s
                             WHERE s.case_id = c.id AND s.chain = but_chain ORDER BY 1 LIMIT most);
    END IF;
    own_weekdays := '{}';
    own_froms := '{}';
    own_tos := '{}';
    own_weeks := '{}';
    own_firsts := '{}';
    own_lasts := '{}';
    IF c.placed THEN
        SELECT coalesce(array_agg(s.weekday), '{}'), coalesce(array_agg(s.from_min), '{}'),
               coalesce(array_agg(s.to_min), '{}'), coalesce(array_agg(casework.week_word(s.weeks)), '{}'),
               coalesce(array_agg(lower(s.days) - epoch), '{}'), coalesce(array_agg(upper(s.days) - epoch - 1), '{}')
        INTO own_weekdays, own_froms, own_tos, own_weeks, own_firsts, own_lasts
        FROM (SELECT x.weekday, x.from_min, x.to_min, x.weeks, d.days FROM casework.placement_slot x
              CROSS JOIN LATERAL (
                  SELECT range_merge(x.even_days, x.odd_days)
                         * daterange(NULL, CASE WHEN x.chain = but_chain THEN start END) AS days) AS d
              WHERE x.case_id = c.id AND upper(d.days) > day - extract(isodow FROM day)::integer
              ORDER BY x.placement_id, x.n LIMIT 513) AS s;
    END IF;
    FOR m IN SELECT x.* FROM casework.measure x
             WHERE x.case_id = c.id AND CASE WHEN match_case.measure IS NULL THEN x.state = 'open'
                                             ELSE x.id = match_case.measure END
             ORDER BY x.created_at, x.id LIMIT 2
    LOOP
        n := n + 1;
        measure_id := m.id;
        kind := m.kind;
        open := m.state = 'open';
        version := m.version;
        ordered_minutes := coalesce(m.ordered_minutes, 0);
        consent := m.consent;
        consented := m.consented_on IS NOT NULL;
        exam_asked := m.fitness_asked_on IS NOT NULL AND m.fitness_received_on IS NULL;
        term := casework.first_term(m) - epoch;
        clock_stopped := false;
        away_firsts := '{}';
        away_lasts := '{}';
        IF EXISTS (SELECT FROM casework.suspension x WHERE x.measure_id = m.id) THEN
            term := casework.term(m) - epoch;
            SELECT bool_or(x.days @> day),
                   coalesce(array_agg(lower(x.days) - epoch ORDER BY x.id) FILTER (WHERE x.away), '{}'),
                   coalesce(array_agg(coalesce(upper(x.days) - epoch - 1, 2147483647) ORDER BY x.id)
                            FILTER (WHERE x.away), '{}')
            INTO clock_stopped, away_firsts, away_lasts
            FROM (SELECT y.id, y.days, y.kind IN ('remand', 'national_service')
                         AND (upper_inf(y.days) OR upper(y.days) > day) AS away
                  FROM casework.suspension y WHERE y.measure_id = m.id) AS x;
        END IF;
        credited_minutes := 0;
        unplanned_minutes := ordered_minutes;
        IF c.placed THEN
            credited_minutes := casework.balance(m.id);
            unplanned_minutes := coalesce(casework.unplanned(m, but_chain), 0);
        END IF;
        RETURN NEXT;
    END LOOP;
    IF n = 0 THEN
        RETURN NEXT;
    END IF;
END $$;

-- For the matcher: the places taken at these posts, a row a slot, nobody's name; but_chain: but for these. Rows of one
-- who are of one chain, of which one is there at a time. Nothing, here and below, for who does not hold the secret of her
-- unit. The day is asked for once: there are thousands of rows.
CREATE OR REPLACE FUNCTION casework.taken(posts uuid[], but_chain uuid)
RETURNS TABLE (post_id uuid, weekday integer, from_min integer, to_min integer, weeks text, first_day date, last_day date,
               who integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    unit uuid := sec.my_unit();
    today date := offer.today();
BEGIN
    RETURN QUERY
        SELECT s.post_id, s.weekday, s.from_min, s.to_min, casework.week_word(s.weeks), lower(s.days),
               upper(s.days) - 1, (dense_rank() OVER (ORDER BY s.chain))::integer
        FROM casework.placement_slot s
        WHERE unit IS NOT NULL AND s.post_id = ANY (posts) AND NOT isempty(s.days)
          AND s.chain IS DISTINCT FROM but_chain AND upper(s.days) > today;
END $$;

-- For the matcher: when who would lead these posts on a day follows somebody on that day (C-11, offer.day_led), where her
-- host said how many she takes on, people_max; else as above. Who is in charge of a placement is named for it, or is the
-- post's. instead: who is in charge in place of her whom the posts name; null: nobody is.
CREATE OR REPLACE FUNCTION casework.led(posts uuid[], but_chain uuid, instead uuid)
RETURNS TABLE (post_id uuid, weekday integer, from_min integer, to_min integer, weeks text, first_day date, last_day date,
               who integer, people_max integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    unit uuid := sec.my_unit();
    today date := offer.today();
BEGIN
    RETURN QUERY
        SELECT q.id, s.weekday, s.from_min, s.to_min, casework.week_word(s.weeks), lower(d.days), upper(d.days) - 1,
               (dense_rank() OVER (ORDER BY s.chain))::integer, k.people_max
        FROM offer.post q
        JOIN offer.day_led h ON h.contact_id = coalesce(led.instead, q.in_charge) AND h.host_id = q.host_id
        JOIN offer.contact k ON k.id = h.leader
        JOIN offer.day_led l ON l.leader = k.id
        JOIN casework.placement p ON p.host_id = k.host_id
        JOIN offer.post o ON o.id = p.post_id
        JOIN casework.placement_slot s ON s.placement_id = p.id
        CROSS JOIN LATERAL unnest(datemultirange(s.days) * h.days * l.days) AS d (days)
        WHERE unit IS NOT NULL AND k.people_max IS NOT NULL AND q.id = ANY (posts)
          AND coalesce(p.in_charge, o.in_charge) = l.contact_id AND s.chain IS DISTINCT FROM but_chain
          AND upper(d.days) > today;
END $$;

-- The first of those whom and what a profile names to keep away from (C-08) that is not there: list 1 cases, 2 hosts, 3
-- sites, and its place from 1 on; no row when all are. A name that is nobody's would bind nobody, and nobody would see
-- it. Nobody keeps away from herself. Nothing for who does not hold the secret of her unit.
CREATE OR REPLACE FUNCTION casework.named_in_vain(about uuid, cases uuid[], hosts uuid[], sites uuid[])
RETURNS TABLE (list integer, place integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    unit uuid := sec.my_unit();
BEGIN
    RETURN QUERY
        SELECT n.list, n.place::integer
        FROM (SELECT 1, c.place FROM unnest(cases) WITH ORDINALITY AS c (id, place)
              WHERE c.id = about OR NOT EXISTS (SELECT FROM casework.case_file x WHERE x.id = c.id)
              UNION ALL SELECT 2, h.place FROM unnest(hosts) WITH ORDINALITY AS h (id, place)
                        WHERE NOT EXISTS (SELECT FROM offer.host x WHERE x.id = h.id)
              UNION ALL SELECT 3, s.place FROM unnest(sites) WITH ORDINALITY AS s (id, place)
                        WHERE NOT EXISTS (SELECT FROM offer.site x WHERE x.id = s.id)) AS n (list, place)
        WHERE unit IS NOT NULL ORDER BY 1, 2 LIMIT 1;
END $$;
