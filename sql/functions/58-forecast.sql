-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Until when a running placement still lasts (E-10), as of today: an absence, a holiday, a closed day, a suspension that
-- keeps her away moves it at once and keeps the hours.

-- Jours fériés from a day to another, both included, as src/domain/holiday.c says them (a test compares). Easter by the
-- algorithm that Meeus gives for the Gregorian calendar.
CREATE OR REPLACE FUNCTION offer.holidays(first_day date, last_day date, departement text) RETURNS SETOF date
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    a integer;
    b integer;
    c integer;
    h integer;
    l integer;
    m integer;
    month integer;
    easter date;
BEGIN
    FOR y IN extract(year FROM first_day)::integer .. extract(year FROM last_day)::integer LOOP
        a := y % 19;
        b := y / 100;
        c := y % 100;
        h := (19 * a + b - b / 4 - (8 * b + 13) / 25 + 15) % 30;
        l := (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        m := (a + 11 * h + 19 * l) / 433;
        month := (h + l - 7 * m + 90) / 25;
        easter := make_date(y, month, (h + l - 7 * m + 33 * month + 19) % 32);
        RETURN QUERY
            SELECT DISTINCT d.day
            FROM (VALUES (NULL::text[], make_date(y, 1, 1)), (NULL, easter + 1), (NULL, make_date(y, 5, 1)),
                         (NULL, make_date(y, 5, 8)), (NULL, easter + 39), (NULL, easter + 50),
                         (NULL, make_date(y, 7, 14)), (NULL, make_date(y, 8, 15)), (NULL, make_date(y, 11, 1)),
                         (NULL, make_date(y, 11, 11)), (NULL, make_date(y, 12, 25)),
                         ('{57,67,68}', easter - 2), ('{57,67,68}', make_date(y, 12, 26)),
                         ('{971}', make_date(y, 5, 27)), ('{972}', make_date(y, 5, 22)),
                         ('{973}', make_date(y, 6, 10)), ('{974}', make_date(y, 12, 20)),
                         ('{976}', make_date(y, 4, 27))) AS d (departements, day)
            WHERE (d.departements IS NULL OR departement = ANY (d.departements))
              AND d.day BETWEEN first_day AND last_day;
    END LOOP;
END $$;

-- Minutes worked at times of one day, in their order: without the breaks that they need at least, so that no stretch of
-- work is longer than unbroken; times less than a break (pause) apart are one stretch (W-04). unbroken null: no such limit.
-- match/labour.c counts the same.
CREATE OR REPLACE FUNCTION casework.day_work(froms integer[], tos integer[], unbroken integer, pause integer)
RETURNS integer
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    worked integer := 0;
    stretch integer := 0; -- worked since the last break
    site integer;
    breaks integer;
BEGIN
    FOR i IN 1 .. cardinality(froms) LOOP
        site := tos[i] - froms[i];
        breaks := 0;
        IF unbroken IS NOT NULL THEN
            IF i = 1 OR froms[i] - tos[i - 1] >= pause THEN
                stretch := 0;
            END IF;
            WHILE stretch + site - breaks * pause > (breaks + 1) * unbroken LOOP
                breaks := breaks + 1;
            END LOOP;
            stretch := greatest(0, stretch + site - breaks * (pause + unbroken));
            site := site - breaks * pause;
        END IF;
        worked := worked + site;
    END LOOP;
    RETURN worked;
END $$;

-- The breaks of a minor (W-04), null of an adult. That she is a minor is what the post is for (H-14), which whoever sees
-- the placement may read.
CREATE OR REPLACE FUNCTION casework.breaks(p casework.placement, OUT unbroken integer, OUT pause integer)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date := offer.today();
BEGIN
    IF (SELECT o.public = 'minors' FROM offer.post o WHERE o.id = p.post_id)
        AND offer.rule_amount('W-04', 'hard', today) <> 0 THEN
        unbroken := offer.rule_amount('W-04', 'unbroken_minutes', today);
        pause := offer.rule_amount('W-04', 'break_minutes', today);
    END IF;
END $$;

-- Minutes worked at a placement on each day of a week, Monday first, of an even one and then of an odd one.
CREATE OR REPLACE FUNCTION casework.fortnight_work(p casework.placement) RETURNS integer[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT array_agg(coalesce(x.minutes, 0) ORDER BY w.parity, d.weekday)
            FROM casework.breaks(p) AS b CROSS JOIN generate_series(0, 1) AS w (parity)
            CROSS JOIN generate_series(1, 7) AS d (weekday)
            LEFT JOIN LATERAL (
                SELECT casework.day_work(array_agg(s.from_min ORDER BY s.from_min),
                                         array_agg(s.to_min ORDER BY s.from_min), b.unbroken, b.pause) AS minutes
                FROM casework.placement_slot s
                WHERE s.placement_id = p.id AND s.weekday = d.weekday AND s.weeks @> w.parity
                HAVING count(*) > 0) AS x ON true);
END $$;

-- The minute of a day at which so many minutes are worked there, which are fewer than that day has.
CREATE OR REPLACE FUNCTION casework.done_at(p casework.placement, day date, minutes integer) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    at integer := minutes;
    b record;
    worked integer;
BEGIN
    SELECT x.* INTO b FROM casework.breaks(p) AS x;
    LOOP -- nobody works more than a minute in a minute
        SELECT casework.day_work(array_agg(s.from_min ORDER BY s.from_min),
                                 array_agg(least(s.to_min, at) ORDER BY s.from_min), b.unbroken, b.pause)
        INTO worked
        FROM casework.placement_slot s
        WHERE s.placement_id = p.id AND s.weekday = extract(isodow FROM day)::integer
          AND s.weeks @> extract(week FROM day)::integer % 2 AND s.from_min < at
        HAVING count(*) > 0;
        EXIT WHEN worked >= minutes OR at >= 1440;
        at := at + minutes - coalesce(worked, 0);
    END LOOP;
    RETURN at;
END $$;

-- The département of a placement's site.
CREATE OR REPLACE FUNCTION casework.place_of(p casework.placement) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT k.departement FROM offer.post o JOIN offer.site s ON s.id = o.site_id
            JOIN offer.commune k ON k.insee = s.insee WHERE o.id = p.post_id);
END $$;

-- Days from one to another, and maybe others, on which nobody comes: holidays of the département, days on which the post
-- does not run (offer.day_off) with whoever is in charge of her, days on which she is away (M-12) and on which the work
-- stands (S-12). told: only what the host is told: nothing of where she is, and of work that stands what its own people
-- told.
CREATE OR REPLACE FUNCTION casework.lost_days(p casework.placement, first_day date, last_day date, departement text,
                                              told boolean) RETURNS datemultirange
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        SELECT range_agg(x.span)
        FROM (SELECT daterange(h, h, '[]') FROM offer.holidays(first_day, last_day, departement) AS h
              UNION ALL SELECT c.days FROM offer.day_off c
                        WHERE c.post_id = p.post_id
                          AND CASE WHEN p.in_charge IS NULL THEN c.usual
                                   ELSE c.in_charge IS NULL OR c.in_charge = p.in_charge END
              UNION ALL SELECT u.days FROM casework.suspension u
                        WHERE NOT told AND u.measure_id = p.measure_id AND u.kind IN ('remand', 'national_service')
              UNION ALL SELECT daterange(i.day + 1, i.resumed_on) FROM casework.incident i
                        WHERE i.placement_id = p.id AND i.stopped AND (i.by_host OR NOT told)) AS x (span));
END $$;

-- Minutes that remain to be worked there, from which day on, and the last day of work so far. What the host reported counts
-- as worked until it is settled; what became of today is known once it was reported. told: only what the host is told:
-- nothing of hours that she does elsewhere.
CREATE OR REPLACE FUNCTION casework.to_work(p casework.placement, told boolean, OUT remaining integer, OUT begins date,
                                            OUT worked_on date)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    m casework.measure;
    today date := offer.today();
    done record; -- there
BEGIN
    SELECT (SELECT coalesce(sum(e.minutes), 0) FROM casework.hours_entry e WHERE e.placement_id = p.id) AS credited,
           coalesce(sum(r.minutes) FILTER (WHERE r.state = 'reported'), 0) AS waiting,
           coalesce(bool_or(r.day = today), false) AS today, max(r.day) FILTER (WHERE r.minutes > 0) AS last_day
    INTO done FROM casework.hours_report r WHERE r.placement_id = p.id AND r.state <> 'withdrawn';
    remaining := greatest(0, p.planned_minutes - done.credited - done.waiting);
    IF NOT told THEN
        SELECT x.* INTO m FROM casework.measure x WHERE x.id = p.measure_id;
        remaining := least(remaining, greatest(0, casework.unreported(m)));
    END IF;
    begins := greatest(CASE WHEN done.today THEN today + 1 ELSE today END, p.first_day);
    worked_on := done.last_day;
END $$;

-- Minutes that remain to be worked there; the day of the last one when she comes to each of her times from now on; days
-- from then to the end of the period, negative once it is too late. last_day null: not within 560 days, because she is
-- away, the work stands (S-12), or nothing of her times is left; margin null: no such day, or a period that does not run
-- yet (M-10).
CREATE OR REPLACE FUNCTION casework.forecast(p casework.placement, OUT remaining integer, OUT last_day date,
                                             OUT margin integer)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    m casework.measure;
    begins date;
    worked_on date;
    home text;
    days integer;
    lost datemultirange;
    work integer[];
BEGIN
    SELECT x.* INTO m FROM casework.measure x WHERE x.id = p.measure_id;
    SELECT t.* INTO remaining, begins, worked_on FROM casework.to_work(p, false) AS t;
    IF remaining = 0 THEN
        last_day := worked_on;
    ELSE
        home := casework.place_of(p);
        work := casework.fortnight_work(p);
        -- As far as it takes when few days are lost, and only then as far as we look at all.
        SELECT least(559, 28 + 14 * (1 + remaining / nullif(sum(w.minutes), 0))) INTO days
        FROM unnest(work) AS w (minutes);
        LOOP
            lost := casework.lost_days(p, begins, begins + days, home, false);
            SELECT min(x.day) INTO last_day
            FROM (SELECT d.day, sum(work[extract(isodow FROM d.day)::integer
                                         + 7 * (extract(week FROM d.day)::integer % 2)]) OVER (ORDER BY d.day) AS worked
                  FROM (SELECT begins + g.n FROM generate_series(0, days) AS g (n)) AS d (day)
                  WHERE NOT coalesce(lost @> d.day, false)) AS x
            WHERE x.worked >= remaining;
            EXIT WHEN last_day IS NOT NULL OR coalesce(days, 559) = 559;
            days := 559;
        END LOOP;
    END IF;
    margin := casework.term(m) - last_day;
END $$;

-- The same of a placement that runs, for whom of the service the policies of casework.case_file let see its case, else
-- all null: said once, because under policies each of the tables would be judged again. With it sessions: how many are
-- booked until then; term: the end of the period, suspensions counted; act_by: as of who waits (casework.waiting), until
-- when other work for what remains may begin, beside a whole job. Both null while the period does not run (M-10), act_by
-- also when nothing remains.
CREATE OR REPLACE FUNCTION sec.forecast(placement uuid, OUT remaining integer, OUT sessions integer, OUT last_day date,
                                        OUT term date, OUT margin integer, OUT act_by date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    me sec.who := sec.must_be();
    today date := offer.today();
    p casework.placement;
    c casework.case_file;
BEGIN
    SELECT x.* INTO p FROM casework.placement x WHERE x.id = forecast.placement AND x.state = 'signed';
    IF NOT FOUND OR me.role NOT IN ('counsellor', 'director') THEN
        RETURN;
    END IF;
    SELECT x.* INTO c FROM casework.case_file x WHERE x.id = p.case_id;
    IF NOT coalesce(c.unit_id = me.org AND (me.role = 'director' OR c.counsellor_id = me.account)
                    AND sec.holds(me.account, me.org, 2)
                    OR c.id = ANY (sec.my_glass()) OR c.id = ANY (sec.my_signing()), false) THEN
        RETURN;
    END IF;
    SELECT f.* INTO remaining, last_day, margin FROM casework.forecast(p) AS f;
    sessions := CASE WHEN remaining = 0 THEN 0
                     ELSE (SELECT count(*) FROM casework.sessions(p, false)) END;
    term := (SELECT casework.term(m) FROM casework.measure m WHERE m.id = p.measure_id);
    IF remaining > 0 AND term IS NOT NULL THEN
        act_by := casework.last_begin(term, remaining, 60 * offer.rule_amount('W-01', 'over_hours', today),
                                      60 * offer.rule_amount(CASE WHEN c.minor THEN 'W-04' ELSE 'W-03' END, 'day_hours',
                                                             today));
    END IF;
END $$;

-- The sessions of a running placement that are to come, as the forecast has them: its booked times without days that are
-- lost, until the minutes that remain are done, at which the last of them ends; within 560 days and its last day. told: as
-- of casework.to_work and casework.lost_days.
CREATE OR REPLACE FUNCTION casework.sessions(p casework.placement, told boolean)
RETURNS TABLE (day date, n integer, from_min integer, to_min integer)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    t record;
    until date;
    lost datemultirange;
    work integer[] := casework.fortnight_work(p);
    last_one date; -- day of the last session, where it ends before its time
    ends integer;
BEGIN
    SELECT x.* INTO t FROM casework.to_work(p, told) AS x;
    until := least(p.last_day, t.begins + 559);
    lost := casework.lost_days(p, t.begins, until, casework.place_of(p), told);
    FOR day, ends IN
        SELECT x.day, t.remaining - x.before
        FROM (SELECT d.day, sum(w.minutes) OVER (ORDER BY d.day) - w.minutes AS before, w.minutes
              FROM (SELECT t.begins + g.n FROM generate_series(0, until - t.begins) AS g (n)) AS d (day)
              CROSS JOIN LATERAL (SELECT work[extract(isodow FROM d.day)::integer
                                              + 7 * (extract(week FROM d.day)::integer % 2)]) AS w (minutes)
              WHERE NOT coalesce(lost @> d.day, false)) AS x
        WHERE x.before < t.remaining AND x.before + x.minutes >= t.remaining
    LOOP
        until := day;
        last_one := day;
        ends := casework.done_at(p, day, ends);
    END LOOP;
    RETURN QUERY
        SELECT d.day, s.n, s.from_min, CASE WHEN d.day = last_one THEN least(s.to_min, ends) ELSE s.to_min END
        FROM (SELECT t.begins + g.n FROM generate_series(0, until - t.begins) AS g (n)) AS d (day)
        JOIN casework.placement_slot s
            ON s.placement_id = p.id AND s.weekday = extract(isodow FROM d.day)::integer
            AND s.weeks @> extract(week FROM d.day)::integer % 2 AND s.days @> d.day
        WHERE t.remaining > 0 AND NOT coalesce(lost @> d.day, false)
          AND NOT coalesce(d.day = last_one AND s.from_min >= ends, false);
END $$;

-- Sessions of a running placement of the own caseload or unit. JA007.
CREATE OR REPLACE FUNCTION casework.placement_sessions(placement uuid)
RETURNS TABLE (placement_id uuid, version integer, day date, n integer, from_min integer, to_min integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    p casework.placement;
BEGIN
    SELECT x.* INTO p FROM casework.placement x
    JOIN casework.case_file c ON c.id = x.case_id
    WHERE x.id = placement_sessions.placement AND c.unit_id = sec.my_unit()
      AND (me.role = 'director' OR c.counsellor_id = me.account);
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF NOT casework.runs(p) THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT p.id, p.version, s.* FROM casework.sessions(p, false) AS s ORDER BY s.day, s.from_min, s.n;
END $$;

-- Sessions of everybody who is placed at a post of the own host, as far as their forecasts go; none of what the host is not
-- told moves them. The nearest 10,000. JA007.
CREATE OR REPLACE FUNCTION casework.post_sessions(post uuid)
RETURNS TABLE (placement_id uuid, version integer, day date, n integer, from_min integer, to_min integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('host_manager', 'tutor');
    host uuid := sec.my_host();
BEGIN
    IF NOT EXISTS (SELECT FROM offer.post o WHERE o.id = post_sessions.post AND o.host_id = host) THEN
        PERFORM sec.refuse('JA007');
    END IF;
    RETURN QUERY
        SELECT p.id, p.version, s.*
        FROM casework.placement p
        CROSS JOIN LATERAL casework.sessions(p, true) AS s
        WHERE p.post_id = post_sessions.post AND p.host_id = host AND casework.runs(p) AND casework.shows(p)
        ORDER BY s.day, s.from_min, p.id, s.n LIMIT 10000;
END $$;

-- Running placements of the own caseload whose hours cannot be done by the end of the period, for the tasks of who
-- follows the case. Its conditions are those of the policy own_caseload, said once: under policies each forecast would
-- judge each table again.
CREATE OR REPLACE FUNCTION sec.margins_gone() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    unit uuid := sec.my_unit();
BEGIN
    RETURN ARRAY(
        SELECT p.id
        FROM casework.placement p
        JOIN casework.case_file c ON c.id = p.case_id
        JOIN casework.measure m ON m.id = p.measure_id
        CROSS JOIN LATERAL casework.forecast(p) AS f
        WHERE c.counsellor_id = me.account AND c.unit_id = unit AND p.state = 'signed' AND f.remaining > 0
          AND coalesce(f.margin < 0, casework.term(m) IS NOT NULL)
        ORDER BY p.id);
END $$;

-- The last day of the period of each open measure of the own caseload, for its tasks; said once as above.
CREATE OR REPLACE FUNCTION sec.terms() RETURNS TABLE (measure_id uuid, term date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    unit uuid := sec.my_unit();
BEGIN
    RETURN QUERY
        SELECT m.id, casework.term(m)
        FROM casework.measure m JOIN casework.case_file c ON c.id = m.case_id
        WHERE c.counsellor_id = me.account AND c.unit_id = unit AND m.state = 'open';
END $$;
