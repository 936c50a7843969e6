-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Hours (step 10): the host reports, the service credits, never the same person; a ledger of entries and
-- counter-entries.

-- Credited minutes of a measure, at an instant or now.
CREATE OR REPLACE FUNCTION casework.balance(measure uuid, at timestamptz DEFAULT NULL) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT coalesce(sum(e.minutes), 0) FROM casework.hours_entry e
            WHERE e.measure_id = balance.measure AND (balance.at IS NULL OR e.made_at <= balance.at));
END $$;

-- Minutes of a measure that nobody reported yet: what was credited is done, what waits for its settlement counts as
-- done until then. Negative when more was reported than was ordered.
CREATE OR REPLACE FUNCTION casework.unreported(m casework.measure) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN m.ordered_minutes
        - (SELECT coalesce(sum(e.minutes), 0) FROM casework.hours_entry e WHERE e.measure_id = m.id)
        - (SELECT coalesce(sum(r.minutes), 0) FROM casework.hours_report r
           WHERE r.placement_id = ANY (ARRAY(SELECT p.id FROM casework.placement p WHERE p.measure_id = m.id))
             AND r.state = 'reported');
END $$;

-- The labour rules of adults (W-03) or minors (W-04) on a day, in minutes but for the days of a week; the last two are
-- said of minors only. JA009: a hole in our data, as offer.rule_amount.
CREATE OR REPLACE FUNCTION casework.labour_law(rule text, on_day date, OUT most_day integer, OUT most_week integer,
    OUT least_rest integer, OUT most_days integer, OUT most_unbroken integer, OUT least_break integer)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    SELECT 60 * max(p.amount) FILTER (WHERE p.name = 'day_hours'),
           60 * max(p.amount) FILTER (WHERE p.name = 'week_hours'),
           60 * max(p.amount) FILTER (WHERE p.name = 'rest_hours'),
           max(p.amount) FILTER (WHERE p.name = 'week_days'),
           max(p.amount) FILTER (WHERE p.name = 'unbroken_minutes'),
           max(p.amount) FILTER (WHERE p.name = 'break_minutes')
    INTO most_day, most_week, least_rest, most_days, most_unbroken, least_break
    FROM offer.rule_param p WHERE p.rule = labour_law.rule AND p.valid @> on_day;
    IF num_nulls(most_day, most_week, least_rest, most_days) > 0
        OR rule = 'W-04' AND num_nulls(most_unbroken, least_break) > 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'JA009', MESSAGE = 'a rule has no parameter on this day';
    END IF;
END $$;

-- The rules that a report breaks which is not written yet; it is kept all the same. week_limit: most minutes of an ISO
-- week that her job leaves (W-01), which only who can open her sheet knows; null: not known. One query reads all that
-- they ask about, because each statement costs more than what it looks for. The labour rules go as far as reports tell:
-- minutes of a day and of a week, rest before and after the day, days of the week; of minors also the night, two days
-- off in a row, a break.
CREATE OR REPLACE FUNCTION casework.report_flags(r casework.hours_report, p casework.placement, week_limit integer)
RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    monday date := r.day - (extract(isodow FROM r.day)::integer - 1);
    f record;
    labour text;
    law record;
BEGIN
    IF r.minutes <= 0 OR r.from_min >= r.to_min THEN -- an absence, or what is refused when it is written
        RETURN '{}';
    END IF;
    SELECT m AS measure, c.minor, week.*, times.*,
           EXISTS (SELECT FROM casework.incident i
                   WHERE i.placement_id = p.id AND i.stopped AND r.day > i.day
                     AND (i.resumed_on IS NULL OR r.day < i.resumed_on)) AS stopped
    INTO f
    FROM casework.measure m
    JOIN casework.case_file c ON c.id = m.case_id
    CROSS JOIN (
        -- All that was reported of her from the day before the week to the day after, this report with it.
        SELECT sum(x.minutes) FILTER (WHERE x.day = r.day) AS in_day,
               sum(x.minutes) FILTER (WHERE x.day BETWEEN monday AND monday + 6) AS in_week,
               127 - bit_or(1 << x.day - monday) FILTER (WHERE x.minutes > 0 AND x.day BETWEEN monday AND monday + 6)
                   AS days_off, -- a bit each, Monday is the lowest
               1440 + least(min(x.from_min) FILTER (WHERE x.day = r.day)
                                - max(x.to_min) FILTER (WHERE x.day = r.day - 1),
                            min(x.from_min) FILTER (WHERE x.day = r.day + 1)
                                - max(x.to_min) FILTER (WHERE x.day = r.day)) AS rest,
               bool_or(x.placement_id <> r.placement_id AND x.day = r.day
                       AND x.from_min < r.to_min AND x.to_min > r.from_min) AS elsewhere
        FROM (SELECT r.placement_id, r.day, r.from_min, r.to_min, r.minutes
              UNION ALL SELECT y.placement_id, y.day, y.from_min, y.to_min, y.minutes FROM casework.hours_report y
                        WHERE y.case_id = r.case_id AND y.day BETWEEN monday - 1 AND monday + 7
                          AND y.state <> 'withdrawn') AS x) AS week
    CROSS JOIN (
        -- Her times there on that day, of which none overlaps another: does she begin and end in one, and is what lies
        -- between them no longer than her break?
        SELECT coalesce(bool_or(r.from_min >= s.from_min AND r.from_min < s.to_min)
                        AND bool_or(r.to_min > s.from_min AND r.to_min <= s.to_min)
                        AND r.to_min - r.from_min - r.break_minutes
                            <= sum(greatest(0, least(s.to_min, r.to_min) - greatest(s.from_min, r.from_min))),
                        false) AS in_time
        FROM casework.placement_slot s
        WHERE s.placement_id = r.placement_id AND s.weekday = extract(isodow FROM r.day)::integer
          AND s.weeks @> (extract(week FROM r.day)::integer % 2)) AS times
    WHERE m.id = p.measure_id;
    labour := CASE WHEN f.minor THEN 'W-04' ELSE 'W-03' END;
    law := casework.labour_law(labour, r.day);
    RETURN array_remove(ARRAY[
        CASE WHEN r.day < p.first_day OR r.day > least(p.last_day, p.ended_on) THEN 'S-08' END,
        CASE WHEN f.stopped THEN 'S-12' END,
        CASE WHEN r.day > casework.first_term(f.measure) AND r.day > casework.term(f.measure) THEN 'M-09' END,
        CASE WHEN NOT f.in_time THEN 'C-06' END,
        CASE WHEN f.elsewhere THEN 'E-05' END,
        CASE WHEN r.minutes > casework.unreported(f.measure) THEN 'S-10' END,
        CASE WHEN f.in_week > week_limit THEN 'W-01' END,
        CASE WHEN f.in_day > law.most_day OR f.in_week > law.most_week OR f.rest < law.least_rest
                OR bit_count(f.days_off::bit(7)) < 7 - law.most_days
                OR labour = 'W-04' AND (
                    r.from_min < 360 OR r.to_min > 1320
                    OR f.days_off & (f.days_off >> 1) = 0
                    OR r.minutes > law.most_unbroken * (1 + r.break_minutes / law.least_break))
             THEN labour END], NULL);
END $$;

-- One session as it happened; what a counsellor enters came on paper or by mouth. JA015: a day to come or long ago;
-- JA018: reported already; JA016: not decided.
CREATE OR REPLACE FUNCTION casework.hours_new(placement uuid, day date, attendance text, from_min integer,
    to_min integer, break_minutes integer, channel text, word text, word_channel text, week_limit integer,
    idem_key bytea, idem_digest bytea, OUT id uuid, OUT replayed boolean, OUT flags text[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    me sec.who := sec.must_be('host_manager', 'tutor', 'counsellor');
    p casework.placement;
    r casework.hours_report;
    once record;
    today date;
BEGIN
    once := sec.once(me, 'hours.create', idem_key, idem_digest);
    id := once.result;
    replayed := once.replayed;
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
    today := offer.today();
    IF hours_new.day IS NULL OR hours_new.day > today
        OR hours_new.day < today - offer.rule_amount('S-10', 'report_back_days', today) THEN
        PERFORM sec.refuse('JA015');
    END IF;
    r.placement_id := p.id;
    r.case_id := p.case_id;
    r.day := hours_new.day;
    r.from_min := hours_new.from_min;
    r.to_min := hours_new.to_min;
    r.break_minutes := coalesce(hours_new.break_minutes, 0);
    r.minutes := coalesce(r.to_min - r.from_min - r.break_minutes, 0);
    flags := casework.report_flags(r, p, hours_new.week_limit);
    INSERT INTO casework.hours_report (id, placement_id, case_id, day, attendance, from_min, to_min, break_minutes,
                                       flags, channel, reported_by, word, word_channel, word_by, word_at)
    VALUES (hours_new.id, r.placement_id, r.case_id, r.day, hours_new.attendance::casework.attendance, r.from_min,
            r.to_min, r.break_minutes, hours_new.flags, hours_new.channel::casework.channel, me.account,
            coalesce(hours_new.word, 'not_asked')::casework.person_word, hours_new.word_channel::casework.channel,
            CASE WHEN hours_new.word_channel IS NOT NULL THEN me.account END,
            CASE WHEN hours_new.word_channel IS NOT NULL THEN clock_timestamp() END);
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
    IF NOT EXISTS (SELECT FROM sec.envelope e WHERE e.tab = TG_ARGV[0]::smallint AND e.row_id = NEW.id AND e.compartment = 2) THEN
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
