-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Plans for everybody who waits (C-10): what a matching run reads of many people at once, and the lines that are kept for
-- a day. The run itself is the program's; nothing here opens anything.

-- What a match reads of each measure for which somebody waits, as store/matching.c reads it of one; measures null: of all
-- in the caller's scope. Days count from 1970. There are thousands, so that what is true of most of them is said here and
-- not asked of functions one by one: who waits (casework.is_waiting), what is credited (casework.balance), and the term
-- that no suspension moved (casework.first_term); tests/sql/test_plan.py holds them together.
CREATE OR REPLACE FUNCTION casework.waiting_facts(measures uuid[])
RETURNS TABLE (case_id uuid, match_version integer, minor boolean, departement text, today integer, measure_id uuid,
               kind text, open boolean, version integer, ordered integer, consent text, consented boolean, term integer,
               clock_stopped boolean, credited integer, unplanned integer, exam_asked boolean, firsts integer[],
               lasts integer[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    unit uuid := sec.my_unit();
    this_day date := offer.today();
    dep text := (SELECT coalesce(o.departement, '') FROM sec.organisation o WHERE o.id = me.org);
BEGIN
    RETURN QUERY
        SELECT c.id, c.match_version, c.minor, dep, this_day - date '1970-01-01', m.id, m.kind::text, true, m.version,
               m.ordered_minutes, m.consent::text, m.consented_on IS NOT NULL,
               CASE WHEN a.stopped IS NULL THEN (m.final_on + make_interval(months => m.period_months))::date
                    ELSE casework.term(m) END - date '1970-01-01',
               coalesce(a.stopped, false), b.credited,
               m.ordered_minutes - b.credited, m.fitness_asked_on IS NOT NULL AND m.fitness_received_on IS NULL,
               a.firsts, a.lasts
        FROM casework.case_file c
        JOIN casework.measure m ON m.case_id = c.id
        CROSS JOIN LATERAL (SELECT coalesce(sum(e.minutes), 0)::integer AS credited
                            FROM casework.hours_entry e WHERE e.measure_id = m.id) AS b
        CROSS JOIN LATERAL (
            SELECT bool_or(s.days @> this_day) AS stopped,
                   coalesce(array_agg(lower(s.days) - date '1970-01-01' ORDER BY s.id) FILTER (WHERE x.away), '{}') AS firsts,
                   coalesce(array_agg(coalesce(upper(s.days) - date '1970-01-01' - 1, 2147483647) ORDER BY s.id)
                            FILTER (WHERE x.away), '{}') AS lasts
            FROM casework.suspension s
            CROSS JOIN LATERAL (SELECT s.kind IN ('remand', 'national_service')
                                       AND (upper_inf(s.days) OR upper(s.days) > this_day) AS away) AS x
            WHERE s.measure_id = m.id) AS a
        WHERE c.unit_id = unit AND c.state = 'open' AND (me.role = 'director' OR c.counsellor_id = me.account)
          AND (measures IS NULL OR m.id = ANY (measures)) AND m.state = 'open' AND m.ordered_minutes > b.credited
          AND NOT EXISTS (SELECT FROM casework.placement p
                          WHERE p.measure_id = m.id AND (p.state IN ('proposed', 'accepted', 'signed')
                                                         OR p.state = 'ended' AND p.ended_on > this_day))
        ORDER BY 13 NULLS LAST, m.id;
END $$;

-- Which posts of her département changed for who keeps them (offer.changes); nothing may be kept for who does not hold the
-- secret of her unit.
CREATE OR REPLACE FUNCTION casework.posts_changed(given text[], most integer, OUT mark text, OUT base integer,
                                                  OUT posts uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    dep text := (SELECT o.departement FROM sec.organisation o WHERE o.id = sec.my_unit());
BEGIN
    mark := '';
    IF dep IS NOT NULL THEN
        SELECT x.mark, x.base, x.posts INTO mark, base, posts FROM offer.changes(dep, offer.today(), given, most) AS x;
    END IF;
END $$;

-- When people of these cases are at a post already: of another measure, to its last day. As of casework.match_case.
CREATE OR REPLACE FUNCTION casework.times_of_cases(cases uuid[])
RETURNS TABLE (case_id uuid, weekday integer, from_min integer, to_min integer, weeks text, first_day integer,
               last_day integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    unit uuid := sec.my_unit();
    today date := offer.today();
BEGIN
    RETURN QUERY
        SELECT s.case_id, s.weekday, s.from_min, s.to_min, casework.week_word(s.weeks),
               lower(d.days) - date '1970-01-01', upper(d.days) - date '1970-01-01' - 1
        FROM casework.placement_slot s
        CROSS JOIN LATERAL (SELECT range_merge(s.even_days, s.odd_days) AS days) AS d
        JOIN casework.case_file c ON c.id = s.case_id
        WHERE c.unit_id = unit AND (me.role = 'director' OR c.counsellor_id = me.account) AND s.case_id = ANY (cases)
          AND upper(d.days) > today - extract(isodow FROM today)::integer
        ORDER BY s.case_id, s.placement_id, s.n;
END $$;

-- At which sites people of these cases are placed, to the day they leave: of any caseload and unit, for somebody who must
-- not meet them (C-08).
CREATE OR REPLACE FUNCTION casework.sites_of_cases(cases uuid[]) RETURNS TABLE (case_id uuid, site_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    unit uuid := sec.my_unit();
BEGIN
    RETURN QUERY
        SELECT DISTINCT p.case_id, o.site_id
        FROM casework.placement p JOIN offer.post o ON o.id = p.post_id
        WHERE unit IS NOT NULL AND p.case_id = ANY (cases)
          AND (p.state IN ('proposed', 'accepted') OR casework.runs(p))
        ORDER BY p.case_id, o.site_id;
END $$;

-- Keeps a plan. The same request again replaces its lines, since it was computed anew. JA007: a measure that nobody of
-- her scope waits for any longer; JA009. The case of each line is looked up: joined, a plan made for any unit takes the
-- cases of one for few and compares each with every line.
CREATE OR REPLACE FUNCTION casework.plan_new(from_day date, people integer, measures uuid[], posts uuid[],
    first_days integer[], last_days integer[], measure_versions integer[], match_versions integer[],
    post_versions integer[], idem_key bytea, idem_digest bytea, OUT id uuid, OUT replayed boolean,
    OUT made_at timestamptz, OUT expires_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    unit uuid := sec.my_unit();
    kept integer;
BEGIN
    IF unit IS NULL THEN
        PERFORM sec.refuse('JA007');
    END IF;
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'plan.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        PERFORM FROM casework.plan p WHERE p.id = plan_new.id FOR NO KEY UPDATE;
        DELETE FROM casework.plan_line l WHERE l.plan_id = plan_new.id;
        DELETE FROM casework.plan p WHERE p.id = plan_new.id;
    END IF;
    made_at := clock_timestamp();
    expires_at := made_at + make_interval(hours => offer.rule_amount('C-10', 'plan_hours', offer.today()));
    INSERT INTO casework.plan (id, unit_id, made_by, made_at, expires_at, from_day, people)
    VALUES (plan_new.id, unit, me.account, plan_new.made_at, plan_new.expires_at,
            greatest(plan_new.from_day, offer.today() + 1), plan_new.people);
    INSERT INTO casework.plan_line (plan_id, measure_id, case_id, post_id, first_day, last_day, measure_version,
                                    match_version, post_version)
    SELECT plan_new.id, m.id, m.case_id, x.post, date '1970-01-01' + x.first_day, date '1970-01-01' + x.last_day,
           x.measure_version, x.match_version, x.post_version
    FROM unnest(measures, posts, first_days, last_days, measure_versions, match_versions, post_versions)
        AS x (measure, post, first_day, last_day, measure_version, match_version, post_version)
    JOIN casework.measure m ON m.id = x.measure
    WHERE (SELECT c.unit_id = unit AND (me.role = 'director' OR c.counsellor_id = me.account)
           FROM casework.case_file c WHERE c.id = m.case_id);
    GET DIAGNOSTICS kept = ROW_COUNT;
    IF kept <> cardinality(measures) THEN
        PERFORM sec.refuse('JA007');
    END IF;
EXCEPTION WHEN check_violation OR not_null_violation OR foreign_key_violation OR unique_violation THEN
    PERFORM sec.refuse('JA009');
END $$;

-- The lines of a plan that the caller may see, with why one is no longer what was computed: the measure, the profile or the
-- post changed or does not count any more; placed: she has a placement; places: somebody else was proposed there since
-- who is in no line of that post.
CREATE OR REPLACE FUNCTION casework.plan_lines(plan uuid)
RETURNS TABLE (measure_id uuid, case_id uuid, post_id uuid, title text, host_id uuid, host text, first_day date,
               last_day date, stale text[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    unit uuid := sec.my_unit();
    today date := offer.today();
BEGIN
    RETURN QUERY
        SELECT l.measure_id, l.case_id, l.post_id, p.title, p.host_id, o.name, l.first_day, l.last_day, array_remove(ARRAY[
            CASE WHEN m.version <> l.measure_version OR m.state <> 'open' THEN 'measure' END,
            CASE WHEN c.match_version <> l.match_version THEN 'profile' END,
            CASE WHEN p.version <> l.post_version OR NOT casework.counts(p, k.departement, today) THEN 'post' END,
            CASE WHEN l.first_day <= today THEN 'past' END,
            CASE WHEN NOT casework.is_waiting(m) THEN 'placed' END,
            CASE WHEN EXISTS (
                SELECT FROM casework.placement x
                WHERE x.post_id = l.post_id AND x.proposed_at > n.made_at AND x.state IN ('proposed', 'accepted', 'signed')
                  AND NOT EXISTS (SELECT FROM casework.plan_line y
                                  WHERE y.plan_id = l.plan_id AND y.post_id = x.post_id AND y.measure_id = x.measure_id))
                 THEN 'places' END], NULL)
        FROM casework.plan n
        JOIN casework.plan_line l ON l.plan_id = n.id
        JOIN casework.measure m ON m.id = l.measure_id
        JOIN casework.case_file c ON c.id = l.case_id
        JOIN offer.post p ON p.id = l.post_id
        JOIN sec.organisation o ON o.id = p.host_id
        JOIN offer.site s ON s.id = p.site_id
        JOIN offer.commune k ON k.insee = s.insee
        WHERE n.id = plan AND n.unit_id = unit AND n.expires_at > clock_timestamp() AND c.unit_id = unit
          AND (me.role = 'director' OR c.counsellor_id = me.account)
        ORDER BY l.measure_id;
END $$;

-- Called by sec.expire().
CREATE OR REPLACE FUNCTION casework.expire_plans() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old uuid[] := ARRAY(SELECT p.id FROM casework.plan p WHERE p.expires_at <= clock_timestamp() ORDER BY p.id
                        FOR UPDATE SKIP LOCKED);
BEGIN
    DELETE FROM casework.plan_line l WHERE l.plan_id = ANY (old);
    DELETE FROM casework.plan p WHERE p.id = ANY (old);
END $$;
