-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The steps of a placement: proposed to a host, answered, met, decided, told, ended (life of a placement, steps 5 to 9).
-- Locks are taken in one order: case, measure, post, placement.

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
-- break, and then nothing was written. looked: the version of the profile that was opened and compared with the post,
-- null: none; moves: of casework.placement_moves before that (casework.unlooked). JA022: it is another one by now, or
-- something happened to her other placements. JA020: another authority decides (A-01); JA019: her delegation is not for
-- her own caseload; JA015: the last day is over.
CREATE OR REPLACE FUNCTION casework.placement_sign(id uuid, expected integer, last_day date DEFAULT NULL,
                                                   looked integer DEFAULT NULL, moves bigint DEFAULT NULL,
                                                   OUT version integer, OUT broken text[])
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
    IF casework.unlooked(p, looked, moves) THEN
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
-- then nothing was written. change: what keeps who asked for it, and why, which is sealed in the same transaction, or it
-- does not commit. looked: the version of the profile that was opened and compared with the times, which a later day
-- needs while anything remains to be worked, null: none; moves: as of casework.placement_sign. JA022: another one by now,
-- or something happened to her other placements. JA015: before today, or the day that it is already.
CREATE OR REPLACE FUNCTION casework.placement_extend(id uuid, expected integer, last_day date, asked_by text,
                                                     looked integer DEFAULT NULL, moves bigint DEFAULT NULL,
                                                     OUT version integer, OUT broken text[], OUT change uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    p casework.placement := casework.lock_placement(me, placement_extend.id, placement_extend.expected);
    unlooked boolean;
BEGIN
    PERFORM casework.need_own(me, p);
    IF p.state <> 'signed' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF placement_extend.last_day IS NULL OR placement_extend.last_day < greatest(p.first_day, offer.today())
        OR placement_extend.last_day = p.last_day THEN
        PERFORM sec.refuse('JA015');
    END IF;
    IF asked_by IS NULL THEN
        PERFORM sec.refuse('JA009');
    END IF;
    unlooked := placement_extend.last_day > p.last_day AND (SELECT f.remaining FROM casework.forecast(p) AS f) > 0
                AND casework.unlooked(p, looked, moves);
    version := p.version;
    PERFORM FROM offer.post x WHERE x.id = p.post_id FOR NO KEY UPDATE;
    BEGIN
        INSERT INTO casework.last_day_change (id, placement_id, case_id, asked_by, last_day, replaced, made_by)
        VALUES (gen_random_uuid(), p.id, p.case_id, placement_extend.asked_by::casework.asker,
                placement_extend.last_day, p.last_day, me.account)
        RETURNING last_day_change.id INTO change;
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
            change := NULL;
        WHEN exclusion_violation THEN
            broken := ARRAY['E-05'];
            change := NULL;
        WHEN invalid_text_representation THEN
            PERFORM sec.refuse('JA009');
    END;
    IF change IS NOT NULL AND unlooked THEN
        PERFORM sec.refuse('JA022');
    END IF;
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
