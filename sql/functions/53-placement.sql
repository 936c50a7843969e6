-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Placements: proposed to a host, answered, met, decided, told, ended (life of a placement, steps 5 to 9). Locks are
-- taken in one order: case, measure, post, placement.

CREATE OR REPLACE FUNCTION casework.week_range(word text) RETURNS int4range
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE word WHEN 'every' THEN int4range(0, 2) WHEN 'even' THEN int4range(0, 1)
                     WHEN 'odd' THEN int4range(1, 2) END;
END $$;
CREATE OR REPLACE FUNCTION casework.week_word(weeks int4range) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE WHEN weeks = '[0,2)' THEN 'every' WHEN weeks @> 0 THEN 'even' ELSE 'odd' END;
END $$;

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

-- A placement after its case and itself were locked, for who works on its case. JA007, JA005.
CREATE OR REPLACE FUNCTION casework.lock_placement(me sec.who, placement uuid, expected integer)
RETURNS casework.placement
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p casework.placement;
    c casework.case_file;
BEGIN
    SELECT x.* INTO c FROM casework.case_file x
    WHERE x.id = (SELECT y.case_id FROM casework.placement y WHERE y.id = lock_placement.placement)
    FOR NO KEY UPDATE;
    SELECT x.* INTO p FROM casework.placement x WHERE x.id = lock_placement.placement FOR NO KEY UPDATE;
    IF NOT FOUND OR NOT coalesce(CASE me.role
        WHEN 'counsellor' THEN c.unit_id = sec.my_unit()
                               AND (c.counsellor_id = me.account OR casework.may_sign(me, c, p))
        WHEN 'director' THEN c.unit_id = sec.my_unit()
        ELSE p.host_id = me.org AND sec.holds(me.account, me.org, 3) AND casework.shows(p) END, false) THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF expected IS NOT NULL AND expected <> p.version THEN
        PERFORM sec.refuse('JA005');
    END IF;
    RETURN p;
END $$;

-- The host's window (design, section 4): open while it is proposed, accepted or signed; after the end until the
-- attestation, and 30 days at most. They run from the last day, or from the day on which the end was entered when that
-- was later, so that the host can still attest; but never past the 60th day after the last one.
CREATE OR REPLACE FUNCTION casework.shows(p casework.placement) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    today date;
BEGIN
    IF p.state <> 'ended' OR p.attested_on IS NOT NULL THEN
        RETURN p.state IN ('proposed', 'accepted', 'signed');
    END IF;
    today := offer.today();
    RETURN today <= least(greatest(p.ended_on, offer.day_of(p.closed_at))
                          + offer.rule_amount('P-03', 'host_view_days', today),
                          p.ended_on + offer.rule_amount('P-03', 'host_view_cap_days', today));
END $$;

-- Is it decided and not over? Of what another one replaces the end is known, and it runs until then.
CREATE OR REPLACE FUNCTION casework.runs(p casework.placement) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN p.state = 'signed' OR p.state = 'ended' AND p.ended_on >= offer.today();
END $$;

-- Does the counsellor attest in the host's place (S-14)? Where it has no pair, or cannot see the placement any longer.
CREATE OR REPLACE FUNCTION casework.attests(p casework.placement) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN NOT sec.is_manned(p.host_id) OR NOT casework.shows(p);
END $$;

-- Gives the place back from a day on: all of it when that is its first day or before. The host keeps no key of what
-- never began.
CREATE OR REPLACE FUNCTION casework.release(p casework.placement, from_day date) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE casework.placement_slot s SET days = s.days * daterange(NULL, from_day)
    WHERE s.placement_id = p.id AND NOT isempty(s.days);
    IF p.state IN ('declined', 'withdrawn') THEN
        DELETE FROM sec.placement_box b WHERE b.case_id = p.case_id AND b.ordinal = p.ordinal;
    END IF;
END $$;

-- Ends or withdraws a placement; who: nobody for a clock or an act.
CREATE OR REPLACE FUNCTION casework.close_placement(p casework.placement, code casework.close_code, day date, who uuid)
RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    q casework.placement;
BEGIN
    UPDATE casework.placement x
    SET state = CASE x.state WHEN 'signed' THEN 'ended'::casework.placement_state ELSE 'withdrawn' END,
        close_code = close_placement.code, closed_at = clock_timestamp(),
        ended_on = CASE x.state WHEN 'signed' THEN close_placement.day END, version = x.version + 1
    WHERE x.id = p.id RETURNING x.* INTO q;
    UPDATE casework.placement_decision d SET closed_by = who WHERE d.placement_id = q.id AND who IS NOT NULL;
    PERFORM casework.release(q, CASE q.state WHEN 'ended' THEN close_placement.day + 1 ELSE q.first_day END);
END $$;

-- All that still lives of a measure that ends.
CREATE OR REPLACE FUNCTION casework.close_placements(measure uuid, code casework.close_code, day date, who uuid)
RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p casework.placement;
BEGIN
    FOR p IN SELECT x.* FROM casework.placement x
             WHERE x.measure_id = close_placements.measure
               AND (x.state IN ('proposed', 'accepted', 'signed') OR x.state = 'ended' AND x.ended_on > offer.today())
             ORDER BY x.id FOR NO KEY UPDATE
    LOOP
        IF p.state = 'ended' THEN -- it was to go on until the day of its change
            UPDATE casework.placement x
            SET ended_on = close_placements.day, closed_at = clock_timestamp(), version = x.version + 1
            WHERE x.id = p.id;
            PERFORM casework.release(p, close_placements.day + 1);
        ELSE
            PERFORM casework.close_placement(
                p, CASE WHEN p.state <> 'signed' AND code = 'completed' THEN 'measure_ended' ELSE code END, day, who);
        END IF;
    END LOOP;
END $$;

-- Proposes a person to a host. broken: the rules that it would break, and then nothing was written. replaces: the
-- signed placement of the same measure in whose place it shall come.
CREATE OR REPLACE FUNCTION casework.placement_new(measure uuid, post uuid, planned_minutes integer, first_day date,
    last_day date, replaces uuid, weekdays integer[], from_mins integer[], to_mins integer[], weeks text[],
    idem_key bytea, idem_digest bytea, OUT id uuid, OUT replayed boolean, OUT broken text[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    m casework.measure;
    o offer.post;
    old casework.placement;
    p casework.placement;
    n integer := cardinality(weekdays);
BEGIN
    SELECT x.result, x.replayed INTO id, replayed FROM sec.once(me, 'placement.create', idem_key, idem_digest) AS x;
    broken := '{}';
    IF replayed THEN
        RETURN;
    END IF;
    IF n IS NULL OR n NOT BETWEEN 1 AND 42 OR cardinality(from_mins) IS DISTINCT FROM n
        OR cardinality(to_mins) IS DISTINCT FROM n OR cardinality(weeks) IS DISTINCT FROM n
        OR first_day IS NULL OR last_day IS NULL OR last_day < first_day
        OR planned_minutes IS NULL OR planned_minutes NOT BETWEEN 1 AND 24000 THEN
        PERFORM sec.refuse('JA009');
    END IF;
    m := casework.lock_measure(me, measure, NULL);
    SELECT x.* INTO o FROM offer.post x WHERE x.id = post FOR NO KEY UPDATE; -- one winner of two for the last place
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF replaces IS NOT NULL THEN
        SELECT x.* INTO old FROM casework.placement x WHERE x.id = replaces AND x.measure_id = m.id FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            PERFORM sec.refuse('JA007');
        END IF;
        IF old.state <> 'signed' OR EXISTS (
            SELECT FROM casework.placement x
            WHERE x.measure_id = m.id AND x.chain = old.chain AND x.state IN ('proposed', 'accepted')) THEN
            PERFORM sec.refuse('JA016');
        END IF;
    END IF;
    BEGIN
        INSERT INTO casework.placement AS x (id, unit_id, case_id, measure_id, post_id, host_id, ordinal, chain,
                                             planned_minutes, first_day, last_day, hold_until)
        SELECT placement_new.id, c.unit_id, c.id, m.id, o.id, o.host_id,
               (SELECT coalesce(max(y.ordinal), 0) + 1 FROM casework.placement y WHERE y.case_id = c.id),
               coalesce(old.chain, placement_new.id), placement_new.planned_minutes, placement_new.first_day,
               placement_new.last_day,
               least(placement_new.first_day, offer.today() + offer.rule_amount('C-14', 'hold_days', offer.today()))
        FROM casework.case_file c WHERE c.id = m.case_id
        RETURNING x.* INTO p;
        INSERT INTO casework.placement_decision (placement_id, case_id, proposed_by) VALUES (p.id, p.case_id, me.account);
        INSERT INTO casework.placement_slot (placement_id, case_id, chain, post_id, n, weekday, from_min, to_min, weeks,
                                             days)
        SELECT p.id, p.case_id, p.chain, p.post_id, x.n, x.weekday, x.from_min, x.to_min, casework.week_range(x.week),
               daterange(p.first_day, p.last_day, '[]')
        FROM unnest(weekdays, from_mins, to_mins, weeks) WITH ORDINALITY AS x (weekday, from_min, to_min, week, n);
        broken := casework.placement_findings(p, false);
        IF broken <> '{}' THEN
            RAISE EXCEPTION USING ERRCODE = 'JA020', MESSAGE = 'a rule forbids it';
        END IF;
    EXCEPTION
        WHEN SQLSTATE 'JA020' THEN
            NULL; -- broken says which
        WHEN exclusion_violation THEN -- she is elsewhere at that time, or two of the times overlap
            broken := ARRAY['E-05'];
        WHEN check_violation OR not_null_violation THEN
            PERFORM sec.refuse('JA009');
    END;
    IF broken <> '{}' THEN -- the same request may come again when the rule holds
        DELETE FROM sec.idempotency i WHERE i.account = me.account AND i.key = idem_key;
    END IF;
END $$;

-- The host's answer. A counsellor enters it for a host in which nobody could give it. JA016, JA009.
CREATE OR REPLACE FUNCTION casework.placement_answer(id uuid, expected integer, accept boolean, code text,
                                                     in_charge uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('host_manager', 'counsellor');
    p casework.placement := casework.lock_placement(me, placement_answer.id, placement_answer.expected);
BEGIN
    PERFORM casework.need_own(me, p);
    IF me.role = 'counsellor' AND sec.is_manned(p.host_id) THEN
        PERFORM sec.refuse('JA019');
    END IF;
    IF p.state <> 'proposed' OR p.hold_until < offer.today() THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF accept IS NULL OR accept = (code IS NOT NULL) OR NOT accept AND in_charge IS NOT NULL THEN
        PERFORM sec.refuse('JA009');
    END IF;
    PERFORM casework.need_contact(p, placement_answer.in_charge);
    IF accept AND placement_answer.in_charge IS NULL THEN -- the one of the post, unless she is just leaving
        SELECT c.id INTO placement_answer.in_charge
        FROM offer.contact c WHERE c.id = (SELECT o.in_charge FROM offer.post o WHERE o.id = p.post_id) FOR KEY SHARE;
    END IF;
    UPDATE casework.placement x
    SET state = CASE WHEN accept THEN 'accepted'::casework.placement_state ELSE 'declined' END,
        decline_code = placement_answer.code::casework.decline_code, answered_at = clock_timestamp(),
        closed_at = CASE WHEN NOT accept THEN clock_timestamp() END, in_charge = placement_answer.in_charge,
        version = x.version + 1
    WHERE x.id = p.id RETURNING x.* INTO p;
    UPDATE casework.placement_decision d SET answered_by = me.account WHERE d.placement_id = p.id;
    IF NOT accept THEN
        PERFORM casework.release(p, p.first_day);
    END IF;
    RETURN p.version;
END $$;

-- A contact of the host, or null. JA007.
CREATE OR REPLACE FUNCTION casework.need_contact(p casework.placement, contact uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM offer.contact c WHERE c.id = contact AND c.host_id = p.host_id FOR KEY SHARE;
    IF contact IS NOT NULL AND NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
END $$;

-- Who is in charge of her there (step 9): named by the host, or entered by the counsellor; until the last day.
CREATE OR REPLACE FUNCTION casework.placement_in_charge(id uuid, expected integer, contact uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('host_manager', 'counsellor');
    p casework.placement := casework.lock_placement(me, placement_in_charge.id, placement_in_charge.expected);
BEGIN
    PERFORM casework.need_own(me, p);
    IF NOT (p.state = 'accepted' OR casework.runs(p)) THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF contact IS NULL THEN
        PERFORM sec.refuse('JA009');
    END IF;
    PERFORM casework.need_contact(p, placement_in_charge.contact);
    UPDATE casework.placement x SET in_charge = placement_in_charge.contact, version = x.version + 1 WHERE x.id = p.id;
    RETURN p.version + 1;
END $$;

-- Person, tutor and counsellor met (step 7). JA015: a day to come, or before the proposal.
CREATE OR REPLACE FUNCTION casework.placement_meeting(id uuid, expected integer, met_on date) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    p casework.placement := casework.lock_placement(me, placement_meeting.id, placement_meeting.expected);
BEGIN
    PERFORM casework.need_own(me, p);
    IF p.state <> 'accepted' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF placement_meeting.met_on IS NULL OR placement_meeting.met_on > offer.today()
        OR placement_meeting.met_on < offer.day_of(p.proposed_at) THEN
        PERFORM sec.refuse('JA015');
    END IF;
    UPDATE casework.placement x SET met_on = placement_meeting.met_on, version = x.version + 1 WHERE x.id = p.id;
    RETURN p.version + 1;
END $$;

-- A delegate signs; all else is done by the counsellor whose caseload it is in. JA007.
CREATE OR REPLACE FUNCTION casework.need_own(me sec.who, p casework.placement) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF me.role = 'counsellor' THEN
        IF NOT EXISTS (SELECT FROM casework.case_file c WHERE c.id = p.case_id AND c.counsellor_id = me.account) THEN
            PERFORM sec.refuse('JA007');
        END IF;
    END IF;
END $$;

-- Makes it an assignment; the one it replaces ends the day before.
CREATE OR REPLACE FUNCTION casework.decide(p casework.placement, authority casework.authority, account uuid, act uuid,
                                           day date, looked integer) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    old casework.placement;
BEGIN
    UPDATE casework.placement x SET state = 'signed', signed_at = clock_timestamp(), version = x.version + 1
    WHERE x.id = p.id;
    UPDATE casework.placement_decision d
    SET authority = decide.authority, decided_by = account, act_id = act, decided_on = decide.day,
        profile_version = looked
    WHERE d.placement_id = p.id;
    SELECT x.* INTO old FROM casework.placement x
    WHERE x.measure_id = p.measure_id AND x.chain = p.chain AND x.id <> p.id AND x.state = 'signed' FOR NO KEY UPDATE;
    IF FOUND THEN
        PERFORM casework.close_placement(old, 'replaced', greatest(p.first_day - 1, old.first_day - 1), account);
    END IF;
END $$;

-- Books the place until another day.
CREATE OR REPLACE FUNCTION casework.book(p casework.placement, last_day date) RETURNS casework.placement
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    q casework.placement;
BEGIN
    UPDATE casework.placement x SET last_day = book.last_day, version = x.version + 1
    WHERE x.id = p.id RETURNING x.* INTO q;
    UPDATE casework.placement_slot s SET days = daterange(q.first_day, q.last_day, '[]') WHERE s.placement_id = q.id;
    RETURN q;
END $$;

-- The decision (step 8), by a director or her delegate. last_day: the forecast of the last hour as it is now, which may
-- have moved since the proposal, and until which the place is booked; null: as proposed. broken: the rules that it would
-- break, and then nothing was written. looked: the version of the profile that was opened and compared with the post;
-- null: none. JA022: it is another one by now. JA020: another authority decides (A-01); JA019: her delegation is not for
-- her own caseload; JA015: the last day is over.
CREATE OR REPLACE FUNCTION casework.placement_sign(id uuid, expected integer, last_day date DEFAULT NULL,
                                                   looked integer DEFAULT NULL, OUT version integer, OUT broken text[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('director', 'counsellor');
    p casework.placement := casework.lock_placement(me, placement_sign.id, placement_sign.expected);
    c casework.case_file;
    m casework.measure;
BEGIN
    SELECT x.* INTO c FROM casework.case_file x WHERE x.id = p.case_id;
    SELECT x.* INTO m FROM casework.measure x WHERE x.id = p.measure_id FOR NO KEY UPDATE;
    IF me.role = 'counsellor' AND casework.delegated(me) IS NULL THEN
        PERFORM sec.refuse('JA004');
    END IF;
    IF p.state <> 'accepted' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF me.role = 'counsellor' AND NOT casework.may_sign(me, c, p) THEN
        PERFORM sec.refuse('JA019');
    END IF;
    IF casework.decider(m, c.minor) <> 'dspip' THEN
        PERFORM sec.refuse('JA020');
    END IF;
    IF placement_sign.last_day < greatest(p.first_day, offer.today()) THEN
        PERFORM sec.refuse('JA015');
    END IF;
    IF coalesce(looked, 0) <> c.match_version THEN
        PERFORM sec.refuse('JA022');
    END IF;
    PERFORM FROM offer.post x WHERE x.id = p.post_id FOR NO KEY UPDATE;
    version := p.version;
    BEGIN
        IF placement_sign.last_day <> p.last_day THEN
            p := casework.book(p, placement_sign.last_day);
        END IF;
        broken := casework.placement_findings(p, true);
        IF broken <> '{}' THEN
            RAISE EXCEPTION USING ERRCODE = 'JA020', MESSAGE = 'a rule forbids it';
        END IF;
        PERFORM casework.decide(p, 'dspip', me.account, NULL, offer.today(), c.match_version);
        version := p.version + 1;
    EXCEPTION
        WHEN SQLSTATE 'JA020' THEN
            RETURN; -- broken says which
        WHEN exclusion_violation THEN -- until then she is elsewhere at that time
            broken := ARRAY['E-05'];
    END;
END $$;

-- Another forecast of the last hour, after absences: it is booked until then. broken: the rules that it would break, and
-- then nothing was written. JA015: before today.
CREATE OR REPLACE FUNCTION casework.placement_extend(id uuid, expected integer, last_day date, OUT version integer,
                                                     OUT broken text[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    p casework.placement := casework.lock_placement(me, placement_extend.id, placement_extend.expected);
BEGIN
    PERFORM casework.need_own(me, p);
    IF p.state <> 'signed' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF placement_extend.last_day IS NULL OR placement_extend.last_day < greatest(p.first_day, offer.today()) THEN
        PERFORM sec.refuse('JA015');
    END IF;
    version := p.version;
    PERFORM FROM offer.post x WHERE x.id = p.post_id FOR NO KEY UPDATE;
    BEGIN
        p := casework.book(p, placement_extend.last_day);
        SELECT coalesce(array_agg(f.rule ORDER BY f.n), '{}') INTO broken
        FROM unnest(casework.placement_findings(p, true)) WITH ORDINALITY AS f (rule, n)
        WHERE f.rule IN ('H-10', 'H-12', 'H-15', 'H-18', 'M-09', 'B-05', 'E-05');
        IF broken <> '{}' THEN
            RAISE EXCEPTION USING ERRCODE = 'JA020', MESSAGE = 'a rule forbids it';
        END IF;
        version := p.version;
    EXCEPTION
        WHEN SQLSTATE 'JA020' THEN
            RETURN;
        WHEN exclusion_violation THEN
            broken := ARRAY['E-05'];
    END;
END $$;

-- Given up before its decision.
CREATE OR REPLACE FUNCTION casework.placement_withdraw(id uuid, expected integer, code text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    p casework.placement := casework.lock_placement(me, placement_withdraw.id, placement_withdraw.expected);
BEGIN
    PERFORM casework.need_own(me, p);
    IF p.state NOT IN ('proposed', 'accepted') THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF code IS NULL OR code NOT IN ('person', 'service', 'host') THEN
        PERFORM sec.refuse('JA009');
    END IF;
    PERFORM casework.close_placement(p, code::casework.close_code, NULL, me.account);
    RETURN p.version + 1;
END $$;

-- Ended early, with its last day. JA015: a day to come, or long before it began.
CREATE OR REPLACE FUNCTION casework.placement_end(id uuid, expected integer, ended_on date, code text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    p casework.placement := casework.lock_placement(me, placement_end.id, placement_end.expected);
BEGIN
    PERFORM casework.need_own(me, p);
    IF p.state <> 'signed' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF code IS NULL OR code NOT IN ('person', 'service', 'host') THEN
        PERFORM sec.refuse('JA009');
    END IF;
    IF placement_end.ended_on IS NULL OR placement_end.ended_on > offer.today()
        OR placement_end.ended_on < offer.day_of(p.signed_at) - 1 THEN
        PERFORM sec.refuse('JA015');
    END IF;
    PERFORM casework.close_placement(p, code::casework.close_code, placement_end.ended_on, me.account);
    RETURN p.version + 1;
END $$;

-- The decision was served on the person and told to the prosecutor (step 8). JA015.
CREATE OR REPLACE FUNCTION casework.placement_told(id uuid, expected integer, person_told_on date,
                                                   prosecutor_told_on date) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    p casework.placement := casework.lock_placement(me, placement_told.id, placement_told.expected);
    decided date := (SELECT d.decided_on FROM casework.placement_decision d WHERE d.placement_id = p.id);
BEGIN
    PERFORM casework.need_own(me, p);
    IF p.state NOT IN ('signed', 'ended') THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF greatest(placement_told.person_told_on, placement_told.prosecutor_told_on) > offer.today()
        OR least(placement_told.person_told_on, placement_told.prosecutor_told_on) < decided THEN
        PERFORM sec.refuse('JA015');
    END IF;
    UPDATE casework.placement_decision d
    SET person_told_on = placement_told.person_told_on, prosecutor_told_on = placement_told.prosecutor_told_on
    WHERE d.placement_id = p.id;
    UPDATE casework.placement x SET version = x.version + 1 WHERE x.id = p.id;
    RETURN p.version + 1;
END $$;

-- What keeps a placement of the caller's from its next step: the rules that it breaks; nothing once it is decided or
-- closed.
CREATE OR REPLACE FUNCTION casework.placement_missing(id uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    p casework.placement;
    c casework.case_file;
BEGIN
    SELECT x.* INTO p FROM casework.placement x WHERE x.id = placement_missing.id;
    SELECT x.* INTO c FROM casework.case_file x WHERE x.id = p.case_id;
    IF c.unit_id IS DISTINCT FROM sec.my_unit() OR c.unit_id IS NULL
        OR me.role = 'counsellor' AND c.counsellor_id <> me.account AND NOT casework.may_sign(me, c, p) THEN
        PERFORM sec.refuse('JA007');
    END IF;
    RETURN CASE WHEN p.state IN ('proposed', 'accepted') THEN casework.placement_findings(p, p.state = 'accepted')
                ELSE '{}' END;
END $$;

-- For the matcher: the places taken at these posts, a row a slot, nobody's name; but_chain: but for these. Rows of one
-- who are of one chain, of which one is there at a time. Nothing, here and below, for who does not hold the secret of her
-- unit.
CREATE OR REPLACE FUNCTION casework.taken(posts uuid[], but_chain uuid)
RETURNS TABLE (post_id uuid, weekday integer, from_min integer, to_min integer, weeks text, first_day date, last_day date,
               who integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    unit uuid := sec.my_unit();
BEGIN
    RETURN QUERY
        SELECT s.post_id, s.weekday, s.from_min, s.to_min, casework.week_word(s.weeks), lower(s.days),
               upper(s.days) - 1, (dense_rank() OVER (ORDER BY s.chain))::integer
        FROM casework.placement_slot s
        WHERE unit IS NOT NULL AND s.post_id = ANY (posts) AND NOT isempty(s.days)
          AND s.chain IS DISTINCT FROM but_chain AND upper(s.days) > offer.today();
END $$;

-- For the matcher: when the person in charge of these posts follows somebody at a post of hers (C-11), where her host
-- said how many she takes on; else as above. Who is in charge of a placement is named for it, or is the post's. instead:
-- who is in charge in place of her whom the posts name; null: nobody is.
CREATE OR REPLACE FUNCTION casework.led(posts uuid[], but_chain uuid, instead uuid)
RETURNS TABLE (post_id uuid, weekday integer, from_min integer, to_min integer, weeks text, first_day date, last_day date,
               who integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    unit uuid := sec.my_unit();
BEGIN
    RETURN QUERY
        SELECT q.id, s.weekday, s.from_min, s.to_min, casework.week_word(s.weeks), lower(s.days), upper(s.days) - 1,
               (dense_rank() OVER (ORDER BY s.chain))::integer
        FROM offer.contact k
        JOIN offer.post q ON coalesce(led.instead, q.in_charge) = k.id AND q.host_id = k.host_id
        JOIN offer.post o ON o.host_id = k.host_id
        JOIN casework.placement p ON p.post_id = o.id
        JOIN casework.placement_slot s ON s.placement_id = p.id
        WHERE unit IS NOT NULL AND k.people_max IS NOT NULL AND q.id = ANY (posts)
          AND coalesce(p.in_charge, o.in_charge) = k.id AND NOT isempty(s.days) AND s.chain IS DISTINCT FROM but_chain
          AND upper(s.days) > offer.today();
END $$;

-- For the matcher: where people are placed whom somebody must not meet (C-08), to the day they leave.
CREATE OR REPLACE FUNCTION casework.posts_of_cases(cases uuid[]) RETURNS TABLE (post_id uuid, site_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    unit uuid := sec.my_unit();
BEGIN
    RETURN QUERY
        SELECT DISTINCT p.post_id, o.site_id
        FROM casework.placement p JOIN offer.post o ON o.id = p.post_id
        WHERE unit IS NOT NULL AND p.case_id = ANY (cases)
          AND (p.state IN ('proposed', 'accepted') OR casework.runs(p));
END $$;

-- Proposals that nobody answered, and what was not decided before it should have begun; the keys that hosts may not have
-- any longer. Called by sec.expire().
CREATE OR REPLACE FUNCTION casework.expire_placements() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p casework.placement;
BEGIN
    IF sec.demo_loads() THEN -- its story passes through days that are over
        RETURN;
    END IF;
    FOR p IN SELECT x.* FROM casework.placement x
             WHERE x.state = 'proposed' AND x.hold_until < offer.today()
                OR x.state = 'accepted' AND x.first_day < offer.today()
             ORDER BY x.id FOR NO KEY UPDATE SKIP LOCKED
    LOOP
        PERFORM casework.close_placement(p, 'no_answer', NULL, NULL);
    END LOOP;
    DELETE FROM sec.placement_box b USING casework.placement x
    WHERE x.case_id = b.case_id AND x.ordinal = b.ordinal AND x.state = 'ended' AND NOT casework.shows(x);
END $$;

-- Placements that wait for their key to be boxed to the host, because it has a pair, or a newer one, since (the task of
-- who follows the case); all at once, because a caseload has many.
CREATE OR REPLACE FUNCTION sec.needs_share() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    unit uuid := sec.my_unit();
BEGIN
    RETURN ARRAY(
        SELECT p.id FROM casework.placement p
        JOIN casework.case_file c ON c.id = p.case_id
        CROSS JOIN LATERAL (SELECT sec.generation(3, p.host_id) AS of_host OFFSET 0) AS g
        LEFT JOIN sec.placement_box b ON b.case_id = p.case_id AND b.ordinal = p.ordinal
        WHERE c.counsellor_id = me.account AND p.unit_id = unit AND p.state IN ('proposed', 'accepted', 'signed')
          AND g.of_host > coalesce(b.host_generation, 0) AND casework.shows(p)
        ORDER BY p.id);
END $$;

-- Waits an attestation for the counsellor, the host being unable to give it? For the task of who follows the case.
CREATE OR REPLACE FUNCTION sec.attests(placement uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    p casework.placement;
BEGIN
    SELECT x.* INTO p FROM casework.placement x WHERE x.id = attests.placement AND x.unit_id = sec.my_unit();
    RETURN FOUND AND p.state = 'ended' AND p.attested_on IS NULL AND casework.attests(p);
END $$;

-- Whether the caller, of its host, holds the secret that opens what was shared with it of a placement.
CREATE OR REPLACE FUNCTION sec.has_key(placement uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('host_manager', 'tutor');
    host uuid := sec.my_host();
BEGIN
    RETURN EXISTS (SELECT FROM casework.placement p
                   JOIN sec.placement_box b ON b.case_id = p.case_id AND b.ordinal = p.ordinal
                   WHERE p.id = has_key.placement AND p.host_id = host AND casework.shows(p)
                     AND b.host_generation = sec.generation(3, host));
END $$;

-- What the vault needs to seal the key of a placement to its host; null when the host has no pair, or has the key
-- already. JA007, JA016.
CREATE OR REPLACE FUNCTION sec.share_ticket(placement uuid) RETURNS bytea
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    p casework.placement := casework.lock_placement(me, share_ticket.placement, NULL);
    k record;
    host record;
BEGIN
    PERFORM casework.need_own(me, p);
    IF NOT casework.shows(p) THEN
        PERFORM sec.refuse('JA016');
    END IF;
    -- The host gets no other pair before the box is stored.
    PERFORM FROM sec.organisation o WHERE o.id = p.host_id FOR SHARE;
    SELECT c.* INTO host FROM sec.certificate c
    WHERE c.kind = 3 AND c.owner = p.host_id ORDER BY c.generation DESC LIMIT 1;
    IF NOT FOUND OR EXISTS (SELECT FROM sec.placement_box b
                            WHERE b.case_id = p.case_id AND b.ordinal = p.ordinal AND b.host_generation = host.generation) THEN
        RETURN NULL;
    END IF;
    SELECT x.* INTO k FROM sec.case_key x
    WHERE x.case_id = p.case_id AND x.compartment = 4 AND x.generation = p.ordinal;
    IF NOT FOUND THEN -- nothing is sealed yet
        PERFORM sec.refuse('JA016');
    END IF;
    RETURN sec.ticket_material(5, me, '', false, 1,
        sec.ticket_item(4, p.id, 1, p.case_id, 4, 1, k.owner_kind, k.owner, k.owner_generation, k.generation)
        || substr(int4send(3), 4) || uuid_send(p.host_id) || int4send(host.generation))
        || substr(int4send(octet_length(k.wrap)), 3) || k.wrap || int4send(86)
        || substr(int2send(host.kind), 2) || uuid_send(host.owner) || int4send(host.generation)
        || substr(int4send(host.officer::integer), 4) || host.public_key || host.mac;
END $$;

-- Keeps the box that the vault made of share_ticket in this transaction. JA007, JA009, JA016.
CREATE OR REPLACE FUNCTION sec.share_store(placement uuid, box bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    p casework.placement := casework.lock_placement(me, share_store.placement, NULL);
BEGIN
    PERFORM casework.need_own(me, p);
    IF share_store.box IS NULL OR octet_length(share_store.box) NOT BETWEEN 1 AND 1024 THEN
        PERFORM sec.refuse('JA009');
    END IF;
    IF NOT casework.shows(p) THEN
        PERFORM sec.refuse('JA016');
    END IF;
    INSERT INTO sec.placement_box AS b (case_id, ordinal, host_id, host_generation, body)
    VALUES (p.case_id, p.ordinal, p.host_id, sec.generation(3, p.host_id), share_store.box)
    ON CONFLICT ON CONSTRAINT placement_box_pkey
    DO UPDATE SET host_generation = excluded.host_generation, body = excluded.body, made_at = now();
EXCEPTION WHEN foreign_key_violation THEN -- nothing is sealed yet, or the host has no pair
    PERFORM sec.refuse('JA016');
END $$;
