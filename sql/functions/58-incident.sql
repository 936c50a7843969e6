-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Incidents, from the host without delay (steps 11 and 12), and reports to the mandating judge (steps 4, 11, 13, 15).

CREATE OR REPLACE FUNCTION casework.incident_new(placement uuid, kind text, day date, stopped boolean, idem_key bytea,
                                                 idem_digest bytea, OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('host_manager', 'tutor', 'counsellor');
    p casework.placement;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'incident.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    p := casework.lock_placement(me, placement, NULL);
    PERFORM casework.need_own(me, p);
    IF p.state NOT IN ('signed', 'ended') THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF incident_new.day IS NULL OR incident_new.day > offer.today()
        OR incident_new.day < offer.day_of(p.signed_at) THEN
        PERFORM sec.refuse('JA015');
    END IF;
    INSERT INTO casework.incident (id, placement_id, case_id, kind, day, stopped, by_host, reported_by, seen_by,
                                   seen_at)
    VALUES (incident_new.id, p.id, p.case_id, incident_new.kind::casework.incident_kind, incident_new.day,
            coalesce(incident_new.stopped, false), me.role <> 'counsellor', me.account,
            CASE me.role WHEN 'counsellor' THEN me.account END,
            CASE me.role WHEN 'counsellor' THEN clock_timestamp() END);
    IF incident_new.stopped THEN -- work of later days that was reported first is flagged too (S-12)
        UPDATE casework.hours_report r SET flags = r.flags || 'S-12'::text, version = r.version + 1
        WHERE r.placement_id = p.id AND r.state = 'reported' AND r.minutes > 0 AND r.day > incident_new.day
          AND 'S-12' <> ALL (r.flags);
    END IF;
EXCEPTION WHEN invalid_text_representation OR not_null_violation THEN
    PERFORM sec.refuse('JA009');
END $$;

-- What the service did; the first time says too that it saw it. JA016: closed, no accident to declare, no work that
-- stands; JA014: an accident is not declared (W-09), or the work still stands; JA015: a day that cannot be, or no day
-- for a judge whom a report told; JA008: it is closed without the judge having been told (S-11), and why is not noted
-- in the same transaction.
CREATE OR REPLACE FUNCTION casework.incident_follow(id uuid, expected integer, declared_on date, judge_told_on date,
                                                    resumed_on date, closed boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    i casework.incident;
    p casework.placement;
BEGIN
    p := casework.lock_placement(me, (SELECT x.placement_id FROM casework.incident x WHERE x.id = incident_follow.id), NULL);
    PERFORM casework.need_own(me, p);
    SELECT x.* INTO i FROM casework.incident x WHERE x.id = incident_follow.id FOR NO KEY UPDATE;
    IF expected IS NOT NULL AND expected <> i.version THEN
        PERFORM sec.refuse('JA005');
    END IF;
    IF i.closed_at IS NOT NULL THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF declared_on IS NOT NULL AND i.kind <> 'accident' OR resumed_on IS NOT NULL AND NOT i.stopped THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF greatest(declared_on, judge_told_on) > offer.today() OR least(declared_on, judge_told_on) < i.day
        OR resumed_on <= i.day OR resumed_on > p.last_day AND resumed_on IS DISTINCT FROM i.resumed_on
        OR EXISTS (SELECT FROM casework.judge_report r
                   WHERE r.incident_id = i.id AND r.sent_on < coalesce(incident_follow.judge_told_on, 'infinity')) THEN
        PERFORM sec.refuse('JA015');
    END IF;
    IF closed AND (i.kind = 'accident' AND declared_on IS NULL
                   OR i.stopped AND resumed_on IS NULL AND p.state = 'signed') THEN
        PERFORM sec.refuse('JA014');
    END IF;
    IF closed AND judge_told_on IS NULL AND NOT EXISTS (
        SELECT FROM sec.envelope e
        WHERE e.tab = 8 AND e.row_id = i.id AND e.compartment = 2 AND e.stored_at = now()) THEN
        PERFORM sec.refuse('JA008');
    END IF;
    UPDATE casework.incident x
    SET declared_on = incident_follow.declared_on, judge_told_on = incident_follow.judge_told_on,
        resumed_on = incident_follow.resumed_on, seen_by = coalesce(x.seen_by, me.account),
        seen_at = coalesce(x.seen_at, clock_timestamp()),
        closed_at = CASE WHEN closed THEN clock_timestamp() END, version = x.version + 1
    WHERE x.id = i.id;
    RETURN i.version + 1;
END $$;

-- A report of a case that the caller works on, after case and measure were locked. JA007, JA005; JA016: it went, or it
-- was dropped.
CREATE OR REPLACE FUNCTION casework.lock_judge_report(me sec.who, report uuid, expected integer)
RETURNS casework.judge_report
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r casework.judge_report;
BEGIN
    PERFORM casework.lock_measure(
        me, (SELECT x.measure_id FROM casework.judge_report x WHERE x.id = lock_judge_report.report), NULL);
    SELECT x.* INTO r FROM casework.judge_report x WHERE x.id = lock_judge_report.report FOR NO KEY UPDATE;
    IF expected IS NOT NULL AND expected <> r.version THEN
        PERFORM sec.refuse('JA005');
    END IF;
    IF num_nonnulls(r.sent_on, r.dropped_at) > 0 THEN
        PERFORM sec.refuse('JA016');
    END IF;
    RETURN r;
END $$;

CREATE OR REPLACE FUNCTION casework.judge_report_new(measure uuid, kind text, incident uuid, due_on date,
    idem_key bytea, idem_digest bytea, OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    m casework.measure;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'judge_report.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    m := casework.lock_measure(me, measure, NULL);
    IF m.state = 'draft' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF due_on < m.judged_on THEN
        PERFORM sec.refuse('JA015');
    END IF;
    IF incident IS NOT NULL AND (kind <> 'incident' OR NOT EXISTS (
        SELECT FROM casework.incident i JOIN casework.placement p ON p.id = i.placement_id
        WHERE i.id = incident AND p.measure_id = m.id)) THEN
        PERFORM sec.refuse('JA007');
    END IF;
    INSERT INTO casework.judge_report (id, measure_id, case_id, kind, incident_id, due_on, written_by)
    VALUES (judge_report_new.id, m.id, m.case_id, judge_report_new.kind::casework.judge_report_kind,
            judge_report_new.incident, judge_report_new.due_on, me.account);
EXCEPTION WHEN invalid_text_representation OR not_null_violation THEN
    PERFORM sec.refuse('JA009');
END $$;

-- It was begun by mistake: it stays on record, and is no longer due.
CREATE OR REPLACE FUNCTION casework.judge_report_drop(id uuid, expected integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    r casework.judge_report := casework.lock_judge_report(me, judge_report_drop.id, judge_report_drop.expected);
BEGIN
    UPDATE casework.judge_report x SET dropped_at = clock_timestamp(), version = x.version + 1 WHERE x.id = r.id;
    RETURN r.version + 1;
END $$;

-- It went to the judge: the measure's clock of its step stands still with the first one, and the judge knows of the
-- incident. JA015.
CREATE OR REPLACE FUNCTION casework.judge_report_send(id uuid, expected integer, sent_on date) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    r casework.judge_report := casework.lock_judge_report(me, judge_report_send.id, judge_report_send.expected);
    m casework.measure;
BEGIN
    SELECT x.* INTO m FROM casework.measure x WHERE x.id = r.measure_id;
    IF judge_report_send.sent_on IS NULL OR judge_report_send.sent_on > offer.today()
        OR judge_report_send.sent_on < greatest(
            m.judged_on, m.seized_on, (SELECT i.day FROM casework.incident i WHERE i.id = r.incident_id)) THEN
        PERFORM sec.refuse('JA015');
    END IF;
    UPDATE casework.judge_report x SET sent_on = judge_report_send.sent_on, version = x.version + 1 WHERE x.id = r.id;
    UPDATE casework.measure x
    SET evaluation_sent_on = least(x.evaluation_sent_on,
                                   CASE r.kind WHEN 'evaluation' THEN judge_report_send.sent_on END),
        end_report_sent_on = least(x.end_report_sent_on, CASE r.kind WHEN 'end' THEN judge_report_send.sent_on END),
        version = x.version + 1, changed_at = clock_timestamp()
    WHERE x.id = m.id AND r.kind IN ('evaluation', 'end');
    UPDATE casework.incident i SET judge_told_on = judge_report_send.sent_on, version = i.version + 1
    WHERE i.id = r.incident_id AND i.judge_told_on IS NULL;
    RETURN r.version + 1;
END $$;
