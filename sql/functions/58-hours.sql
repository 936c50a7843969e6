-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Hours (step 10): the host reports, the service credits, never the same person; a ledger of entries and counter-entries.

-- Credited minutes of a measure, at an instant or now.
CREATE OR REPLACE FUNCTION casework.balance(measure uuid, at timestamptz DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(sum(e.minutes), 0) FROM casework.hours_entry e
            WHERE e.measure_id = balance.measure AND (balance.at IS NULL OR e.made_at <= balance.at));
END $$;

-- Minutes reported for a person on these days, whatever became of them.
CREATE OR REPLACE FUNCTION casework.worked(case_id uuid, days daterange) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(sum(r.minutes), 0) FROM casework.hours_report r
            WHERE r.case_id = worked.case_id AND r.state <> 'withdrawn' AND r.day <@ worked.days);
END $$;

-- Was it worked outside of the placement's times of that day? A break may lie between two of them.
CREATE OR REPLACE FUNCTION casework.off_times(r casework.hours_report) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    times int4multirange := (
        SELECT coalesce(range_agg(int4range(s.from_min, s.to_min)), '{}') FROM casework.placement_slot s
        WHERE s.placement_id = r.placement_id AND s.weekday = extract(isodow FROM r.day)
          AND s.weeks @> (extract(week FROM r.day)::integer % 2));
BEGIN
    RETURN NOT (times @> r.from_min AND times @> r.to_min - 1)
        OR (SELECT coalesce(sum(upper(x) - lower(x)), 0)
            FROM unnest(int4multirange(int4range(r.from_min, r.to_min)) - times) AS x) > r.break_minutes;
END $$;

-- The labour rules of adults (W-03) or minors (W-04), as far as reports tell: minutes of a day and of an ISO week, rest
-- before and after the day, days of the week; of minors also the night, two days off in a row, a break.
CREATE OR REPLACE FUNCTION casework.breaks_labour(r casework.hours_report, labour text) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    monday date := r.day - (extract(isodow FROM r.day)::integer - 1);
    day_sum integer := casework.worked(r.case_id, daterange(r.day, r.day, '[]'));
    week_sum integer := casework.worked(r.case_id, daterange(monday, monday + 7));
    days integer[]; -- of the week, 1 is Monday
    rest integer; -- the shortest beside the day
BEGIN
    SELECT array_agg(DISTINCT x.day - monday + 1) INTO days FROM casework.hours_report x
    WHERE x.case_id = r.case_id AND x.state <> 'withdrawn' AND x.minutes > 0 AND x.day BETWEEN monday AND monday + 6;
    SELECT min(1440 - a.last + b.first) INTO rest
    FROM (SELECT x.day, max(x.to_min) AS last FROM casework.hours_report x
          WHERE x.case_id = r.case_id AND x.state <> 'withdrawn' AND x.day IN (r.day - 1, r.day) GROUP BY x.day) AS a
    JOIN (SELECT x.day, min(x.from_min) AS first FROM casework.hours_report x
          WHERE x.case_id = r.case_id AND x.state <> 'withdrawn' AND x.day IN (r.day, r.day + 1) GROUP BY x.day) AS b
        ON b.day = a.day + 1;
    RETURN day_sum > 60 * offer.rule_amount(labour, 'day_hours', r.day)
        OR week_sum > 60 * offer.rule_amount(labour, 'week_hours', r.day)
        OR coalesce(rest < 60 * offer.rule_amount(labour, 'rest_hours', r.day), false)
        OR cardinality(days) > offer.rule_amount(labour, 'week_days', r.day)
        OR labour = 'W-04' AND (
            r.from_min < 360 OR r.to_min > 1320
            OR NOT EXISTS (SELECT FROM generate_series(1, 6) AS d (n) WHERE d.n <> ALL (days) AND d.n + 1 <> ALL (days))
            OR r.to_min - r.from_min > offer.rule_amount(labour, 'unbroken_minutes', r.day)
               AND r.break_minutes < offer.rule_amount(labour, 'break_minutes', r.day));
END $$;

-- The rules that a report breaks; it is kept all the same. week_limit: most minutes of an ISO week that her job leaves
-- (W-01), which only who can open her sheet knows; null: not known.
CREATE OR REPLACE FUNCTION casework.report_flags(r casework.hours_report, p casework.placement, m casework.measure,
                                                 week_limit integer) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    monday date := r.day - (extract(isodow FROM r.day)::integer - 1);
    labour text := CASE WHEN (SELECT c.minor FROM casework.case_file c WHERE c.id = r.case_id) THEN 'W-04' ELSE 'W-03' END;
BEGIN
    IF r.minutes = 0 THEN
        RETURN '{}';
    END IF;
    RETURN (SELECT coalesce(array_agg(f.rule ORDER BY f.n), '{}') FROM (VALUES
        (1, 'S-08', r.day < p.first_day OR r.day > least(p.last_day, p.ended_on)),
        (2, 'S-12', EXISTS (SELECT FROM casework.incident i
                            WHERE i.placement_id = p.id AND i.stopped AND r.day > i.day
                              AND (i.resumed_on IS NULL OR r.day < i.resumed_on))),
        (3, 'M-09', r.day > casework.term(m)),
        (4, 'C-06', casework.off_times(r)),
        (5, 'E-05', EXISTS (SELECT FROM casework.hours_report x
                            WHERE x.case_id = r.case_id AND x.placement_id <> r.placement_id AND x.day = r.day
                              AND x.state <> 'withdrawn' AND x.from_min < r.to_min AND x.to_min > r.from_min)),
        (6, 'S-10', (SELECT coalesce(sum(x.minutes), 0) FROM casework.hours_report x
                     JOIN casework.placement q ON q.id = x.placement_id
                     WHERE q.measure_id = m.id AND x.state = 'reported') > m.ordered_minutes - casework.balance(m.id)),
        (7, 'W-01', casework.worked(r.case_id, daterange(monday, monday + 7)) > week_limit),
        (8, labour, casework.breaks_labour(r, labour))
    ) AS f (n, rule, broken) WHERE f.broken);
END $$;

-- One session as it happened; what a counsellor enters came on paper or by mouth. JA015: a day to come or long ago;
-- JA018: reported already; JA016: not decided.
CREATE OR REPLACE FUNCTION casework.hours_new(placement uuid, day date, attendance text, from_min integer,
    to_min integer, break_minutes integer, channel text, word text, word_channel text, week_limit integer,
    idem_key bytea, idem_digest bytea, OUT id uuid, OUT replayed boolean, OUT flags text[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('host_manager', 'tutor', 'counsellor');
    p casework.placement;
    m casework.measure;
    r casework.hours_report;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'hours.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        SELECT x.flags INTO flags FROM casework.hours_report x WHERE x.id = hours_new.id;
        RETURN;
    END IF;
    p := casework.lock_placement(me, placement, NULL);
    PERFORM casework.need_own(me, p);
    IF p.state NOT IN ('signed', 'ended') THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF me.role = 'counsellor' AND channel = 'online' THEN
        PERFORM sec.refuse('JA009');
    END IF;
    IF hours_new.day IS NULL OR hours_new.day > offer.today()
        OR hours_new.day < offer.today() - offer.rule_amount('S-10', 'report_back_days', offer.today()) THEN
        PERFORM sec.refuse('JA015');
    END IF;
    SELECT x.* INTO m FROM casework.measure x WHERE x.id = p.measure_id;
    INSERT INTO casework.hours_report AS x (id, placement_id, case_id, day, attendance, from_min, to_min, break_minutes,
                                            channel, reported_by, word, word_channel, word_by, word_at)
    VALUES (hours_new.id, p.id, p.case_id, hours_new.day, hours_new.attendance::casework.attendance,
            hours_new.from_min, hours_new.to_min, coalesce(hours_new.break_minutes, 0),
            hours_new.channel::casework.channel, me.account, coalesce(hours_new.word, 'not_asked')::casework.person_word,
            hours_new.word_channel::casework.channel,
            CASE WHEN hours_new.word_channel IS NOT NULL THEN me.account END,
            CASE WHEN hours_new.word_channel IS NOT NULL THEN clock_timestamp() END)
    RETURNING x.* INTO r;
    flags := casework.report_flags(r, p, m, hours_new.week_limit);
    UPDATE casework.hours_report x SET flags = hours_new.flags WHERE x.id = r.id AND hours_new.flags <> '{}';
EXCEPTION
    WHEN exclusion_violation THEN
        PERFORM sec.refuse('JA018');
    WHEN check_violation OR not_null_violation OR invalid_text_representation THEN
        PERFORM sec.refuse('JA009');
END $$;

-- A report with its placement, after case and placement were locked. JA007, JA005.
CREATE OR REPLACE FUNCTION casework.lock_report(me sec.who, report uuid, expected integer) RETURNS casework.hours_report
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p casework.placement := casework.lock_placement(
        me, (SELECT x.placement_id FROM casework.hours_report x WHERE x.id = lock_report.report), NULL);
    r casework.hours_report;
BEGIN
    PERFORM casework.need_own(me, p);
    SELECT x.* INTO r FROM casework.hours_report x WHERE x.id = lock_report.report FOR NO KEY UPDATE;
    IF expected IS NOT NULL AND expected <> r.version THEN
        PERFORM sec.refuse('JA005');
    END IF;
    RETURN r;
END $$;

-- Taken back by the side that reported it, before it is settled: it stays on record.
CREATE OR REPLACE FUNCTION casework.hours_withdraw(id uuid, expected integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('host_manager', 'tutor', 'counsellor');
    r casework.hours_report := casework.lock_report(me, hours_withdraw.id, hours_withdraw.expected);
BEGIN
    IF r.state <> 'reported' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF (SELECT a.org FROM sec.account a WHERE a.id = r.reported_by) <> me.org THEN
        PERFORM sec.refuse('JA019');
    END IF;
    UPDATE casework.hours_report x SET state = 'withdrawn', version = x.version + 1 WHERE x.id = r.id;
    RETURN r.version + 1;
END $$;

-- What the person says of it, who took her word and how. JA019: the service heard her, and no host writes over that.
CREATE OR REPLACE FUNCTION casework.hours_word(id uuid, expected integer, word text, channel text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('host_manager', 'tutor', 'counsellor');
    r casework.hours_report := casework.lock_report(me, hours_word.id, hours_word.expected);
BEGIN
    IF r.state <> 'reported' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF word IS NULL OR word NOT IN ('agreed', 'contested') OR channel IS NULL THEN
        PERFORM sec.refuse('JA009');
    END IF;
    IF me.role <> 'counsellor' AND EXISTS (SELECT FROM sec.account a WHERE a.id = r.word_by AND a.org <> me.org) THEN
        PERFORM sec.refuse('JA019');
    END IF;
    UPDATE casework.hours_report x
    SET word = hours_word.word::casework.person_word, word_channel = hours_word.channel::casework.channel,
        word_by = me.account, word_at = clock_timestamp(), version = x.version + 1
    WHERE x.id = r.id;
    RETURN r.version + 1;
END $$;

-- Credits a report, in whole, in part or not at all: entry is what then stands in the ledger. reasoned: why is sealed
-- beside it in the same transaction, or it does not commit. JA019: she reported it; JA008: it is flagged, contested or
-- not credited as reported, and no reason is to come; JA020: more than was worked, or than remains; JA016: settled
-- already, or worked after the measure ended: what was worked before is kept whatever was decided (M-18). done: the
-- measure ended with it.
CREATE OR REPLACE FUNCTION casework.hours_settle(id uuid, expected integer, credited integer, reasoned boolean,
                                                 OUT version integer, OUT done boolean, OUT entry uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    r casework.hours_report := casework.lock_report(me, hours_settle.id, hours_settle.expected);
    m casework.measure;
BEGIN
    SELECT x.* INTO m FROM casework.measure x
    WHERE x.id = (SELECT p.measure_id FROM casework.placement p WHERE p.id = r.placement_id) FOR NO KEY UPDATE;
    IF r.state <> 'reported' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF r.reported_by = me.account THEN
        PERFORM sec.refuse('JA019');
    END IF;
    IF credited IS NULL OR credited < 0 OR reasoned IS NULL THEN
        PERFORM sec.refuse('JA009');
    END IF;
    IF (r.flags <> '{}' OR credited <> r.minutes OR r.word = 'contested') AND NOT reasoned THEN
        PERFORM sec.refuse('JA008');
    END IF;
    IF credited > 0 AND m.state <> 'open' AND r.day > m.ended_on THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF credited > least(r.minutes, m.ordered_minutes - casework.balance(m.id)) THEN
        PERFORM sec.refuse('JA020');
    END IF;
    UPDATE casework.hours_report x
    SET state = 'settled', settled_by = me.account, settled_at = clock_timestamp(), credited_minutes = credited,
        version = x.version + 1
    WHERE x.id = r.id;
    version := r.version + 1;
    INSERT INTO casework.hours_entry (id, measure_id, case_id, placement_id, report_id, kind, minutes, reasoned, day,
                                      made_by)
    VALUES (gen_random_uuid(), m.id, r.case_id, r.placement_id, r.id, 'credit', credited, hours_settle.reasoned, r.day,
            me.account)
    RETURNING hours_entry.id INTO entry;
    done := m.state = 'open' AND casework.finish_if_done(m, me.account);
END $$;

-- When all hours are done the measure ends at once (M-09), and its placements with it.
CREATE OR REPLACE FUNCTION casework.finish_if_done(m casework.measure, who uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last_day date;
BEGIN
    IF casework.balance(m.id) <> m.ordered_minutes THEN
        RETURN false;
    END IF;
    SELECT max(e.day) INTO last_day FROM casework.hours_entry e
    WHERE e.measure_id = m.id AND e.minutes > 0
      AND NOT EXISTS (SELECT FROM casework.hours_entry c WHERE c.reverses = e.id);
    PERFORM casework.close_placements(m.id, 'completed', last_day, who);
    UPDATE casework.measure x
    SET state = 'ended', end_code = 'done', ended_on = last_day, version = x.version + 1, changed_at = clock_timestamp()
    WHERE x.id = m.id;
    RETURN true;
END $$;

-- A measure that was done is not, because hours of it were taken back: it is open again, and so is each placement that
-- ended with it, unless the host attested it or its place is taken meanwhile (B-05, E-05).
CREATE OR REPLACE FUNCTION casework.reopen(m casework.measure) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p casework.placement;
BEGIN
    UPDATE casework.measure x
    SET state = 'open', end_code = NULL, ended_on = NULL, version = x.version + 1, changed_at = clock_timestamp()
    WHERE x.id = m.id;
    FOR p IN SELECT x.* FROM casework.placement x
             WHERE x.measure_id = m.id AND x.state = 'ended' AND x.close_code = 'completed' AND x.attested_on IS NULL
             ORDER BY x.id
    LOOP
        PERFORM FROM offer.post o WHERE o.id = p.post_id FOR NO KEY UPDATE;
        BEGIN
            UPDATE casework.placement x SET state = 'signed', close_code = NULL, closed_at = NULL, ended_on = NULL
            WHERE x.id = p.id;
            UPDATE casework.placement_decision d SET closed_by = NULL WHERE d.placement_id = p.id;
            p := casework.book(p, p.last_day);
            IF casework.placement_findings(p, true) && ARRAY['B-05', 'E-05'] THEN
                RAISE EXCEPTION USING ERRCODE = 'JA020', MESSAGE = 'a rule forbids it';
            END IF;
        EXCEPTION WHEN SQLSTATE 'JA020' OR exclusion_violation THEN
            NULL; -- it stays ended; another one is to be proposed
        END;
    END LOOP;
END $$;

-- Hours that an attestation names were taken back: it is kept as replaced, and another one is due (S-14) once the
-- report is settled anew; by the host while its window is open.
CREATE OR REPLACE FUNCTION casework.replace_attestation(placement uuid, who uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p casework.placement;
BEGIN
    SELECT x.* INTO p FROM casework.placement x
    WHERE x.id = replace_attestation.placement AND x.attested_on IS NOT NULL FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO casework.replaced_attestation (placement_id, case_id, attested_on, attested_minutes, attested_by, replaced_by)
    SELECT p.id, p.case_id, p.attested_on, p.attested_minutes, d.attested_by, who
    FROM casework.placement_decision d WHERE d.placement_id = p.id;
    UPDATE casework.placement x SET attested_on = NULL, attested_minutes = NULL, version = x.version + 1 WHERE x.id = p.id;
    UPDATE casework.placement_decision d SET attested_by = NULL WHERE d.placement_id = p.id;
END $$;

-- Takes a settlement back whole; its report waits for another one, and an attestation of it is replaced. Why is sealed in
-- the same transaction, or it does not commit. JA016: taken back already.
CREATE OR REPLACE FUNCTION casework.hours_counter(entry uuid, idem_key bytea, idem_digest bytea, OUT id uuid,
                                                  OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    e casework.hours_entry;
    r casework.hours_report;
    m casework.measure;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'hours.counter', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    SELECT x.* INTO e FROM casework.hours_entry x WHERE x.id = hours_counter.entry;
    r := casework.lock_report(me, e.report_id, NULL);
    SELECT x.* INTO m FROM casework.measure x WHERE x.id = e.measure_id FOR NO KEY UPDATE;
    IF e.kind <> 'credit' OR EXISTS (SELECT FROM casework.hours_entry x WHERE x.reverses = e.id) THEN
        PERFORM sec.refuse('JA016');
    END IF;
    INSERT INTO casework.hours_entry (id, measure_id, case_id, placement_id, report_id, kind, minutes, reasoned, day,
                                      reverses, made_by)
    VALUES (hours_counter.id, e.measure_id, e.case_id, e.placement_id, e.report_id, 'counter', -e.minutes, true, e.day,
            e.id, me.account);
    UPDATE casework.hours_report x
    SET state = 'reported', settled_by = NULL, settled_at = NULL, credited_minutes = NULL, version = x.version + 1
    WHERE x.id = r.id;
    IF m.end_code = 'done' AND casework.balance(m.id) < m.ordered_minutes THEN
        PERFORM casework.reopen(m);
    END IF;
    PERFORM casework.replace_attestation(e.placement_id, me.account); -- behind: what was attested stays ended
END $$;

CREATE OR REPLACE FUNCTION casework.need_reason() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM sec.envelope e WHERE e.tab = 10 AND e.row_id = NEW.id AND e.compartment = 2) THEN
        PERFORM sec.refuse('JA008');
    END IF;
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION casework.need_reason() TO jalon_owner; -- who hangs it on its table in 90-case-triggers.sql

-- The host attests the work that was credited, to the service and to the person (step 14); its window closes, so the
-- answer cannot be looked up by it but with the key. The counsellor does it for a host that cannot (casework.attests),
-- which is recorded as hers. JA019: the host can; JA014: a report still waits for its settlement.
CREATE OR REPLACE FUNCTION casework.placement_attest(id uuid, expected integer, on_day date, idem_key bytea,
                                                     idem_digest bytea, OUT version integer, OUT minutes integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('host_manager', 'counsellor');
    p casework.placement;
BEGIN
    IF (SELECT o.replayed FROM sec.once(me, 'placement.attest', idem_key, idem_digest, placement_attest.id) AS o) THEN
        SELECT x.version, coalesce(x.attested_minutes, (
            SELECT a.attested_minutes FROM casework.replaced_attestation a WHERE a.placement_id = x.id
            ORDER BY a.replaced_at DESC LIMIT 1))
        INTO version, minutes FROM casework.placement x WHERE x.id = placement_attest.id;
        RETURN;
    END IF;
    p := casework.lock_placement(me, placement_attest.id, placement_attest.expected);
    PERFORM casework.need_own(me, p);
    IF p.state <> 'ended' OR p.attested_on IS NOT NULL THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF me.role = 'counsellor' AND NOT casework.attests(p) THEN
        PERFORM sec.refuse('JA019');
    END IF;
    IF on_day IS NULL OR on_day > offer.today() OR on_day < p.ended_on THEN
        PERFORM sec.refuse('JA015');
    END IF;
    IF EXISTS (SELECT FROM casework.hours_report r WHERE r.placement_id = p.id AND r.state = 'reported') THEN
        PERFORM sec.refuse('JA014');
    END IF;
    SELECT coalesce(sum(e.minutes), 0) INTO minutes FROM casework.hours_entry e WHERE e.placement_id = p.id;
    version := p.version + 1;
    UPDATE casework.placement x
    SET attested_on = on_day, attested_minutes = placement_attest.minutes, version = placement_attest.version
    WHERE x.id = p.id;
    UPDATE casework.placement_decision d SET attested_by = me.account WHERE d.placement_id = p.id;
    DELETE FROM sec.placement_box b WHERE b.case_id = p.case_id AND b.ordinal = p.ordinal;
END $$;
