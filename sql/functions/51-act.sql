-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- What authorities without an account decided of a measure: recorded by one, checked by another, and only then in force.

-- Asked when an act is recorded and again when it is checked: another act may have taken effect between. JA016: the
-- measure is not open, or its consent was given already; JA020: not this authority.
CREATE OR REPLACE FUNCTION casework.need_standing(m casework.measure, kind casework.act_kind,
    authority casework.authority, suspension casework.suspension_kind) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF m.state <> 'open' OR kind = 'consent' AND (m.consent <> 'to_collect' OR m.consented_on IS NOT NULL) THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF NOT casework.may_decide(m, kind, authority, suspension) THEN
        PERFORM sec.refuse('JA020');
    END IF;
END $$;

-- One person records what she read; nothing follows yet.
CREATE OR REPLACE FUNCTION casework.act_new(measure uuid, kind text, authority text, sense text, decided_on date,
    suspension text, from_on date, to_on date, reference text, placement uuid, idem_key bytea, idem_digest bytea,
    OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    m casework.measure;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'act.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    m := casework.lock_measure(me, measure, NULL);
    PERFORM casework.need_standing(m, kind::casework.act_kind, authority::casework.authority,
                                   suspension::casework.suspension_kind);
    IF decided_on IS NULL OR decided_on > offer.today() OR decided_on < m.judged_on THEN
        PERFORM sec.refuse('JA015');
    END IF;
    IF (kind = 'assignment') <> (placement IS NOT NULL) THEN
        PERFORM sec.refuse('JA009');
    END IF;
    IF placement IS NOT NULL THEN
        PERFORM casework.need_waiting(m, placement);
    END IF;
    INSERT INTO casework.authority_act (id, measure_id, case_id, kind, authority, sense, decided_on, suspension,
                                        from_on, to_on, reference, placement_id, recorded_by)
    VALUES (act_new.id, m.id, m.case_id, act_new.kind::casework.act_kind, act_new.authority::casework.authority,
            act_new.sense::casework.act_sense, act_new.decided_on, act_new.suspension::casework.suspension_kind,
            act_new.from_on, act_new.to_on, act_new.reference, act_new.placement, me.account);
END $$;

-- The placement, locked, if it is one of the measure that waits for its decision. JA007, JA016.
CREATE OR REPLACE FUNCTION casework.need_waiting(m casework.measure, placement uuid) RETURNS casework.placement
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p casework.placement;
BEGIN
    SELECT x.* INTO p FROM casework.placement x
    WHERE x.id = need_waiting.placement AND x.measure_id = m.id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF p.state <> 'accepted' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    RETURN p;
END $$;

-- An authority decided an assignment. last_day, looked and moves: as of casework.placement_sign, for no authority sees
-- what the matcher does. JA020: it would break a rule; JA022; JA015.
CREATE OR REPLACE FUNCTION casework.assignment_effect(a casework.authority_act, last_day date, looked integer,
                                                      moves bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    m casework.measure;
    p casework.placement;
BEGIN
    SELECT x.* INTO m FROM casework.measure x WHERE x.id = a.measure_id;
    PERFORM FROM offer.post x
    WHERE x.id = (SELECT y.post_id FROM casework.placement y WHERE y.id = a.placement_id) FOR NO KEY UPDATE;
    p := casework.need_waiting(m, a.placement_id);
    IF a.sense = 'refused' THEN
        PERFORM casework.close_placement(p, 'judge', NULL, NULL);
        RETURN;
    END IF;
    IF assignment_effect.last_day < greatest(p.first_day, offer.today()) THEN
        PERFORM sec.refuse('JA015');
    END IF;
    IF assignment_effect.last_day <> p.last_day THEN
        p := casework.book(p, assignment_effect.last_day);
    END IF;
    IF casework.placement_findings(p, true) <> '{}' THEN
        PERFORM sec.refuse('JA020');
    END IF;
    IF casework.unlooked(p, looked, moves) THEN
        PERFORM sec.refuse('JA022');
    END IF;
    PERFORM casework.decide(p, a.authority, NULL, a.id, a.decided_on, NULL);
EXCEPTION WHEN exclusion_violation THEN -- until then she is elsewhere at that time
    PERFORM sec.refuse('JA020');
END $$;

-- What a checked act brings about, an assignment apart; a resumption ends what lasts, or would have lasted longer, of the
-- kind that it names, of every kind where it names none. JA018: this kind of suspension runs on some of these days; JA016: nothing to
-- resume.
CREATE OR REPLACE FUNCTION casework.act_effect(a casework.authority_act) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ends casework.end_code := CASE WHEN a.kind = 'conversion' AND a.sense = 'granted' THEN 'converted'
                                   WHEN a.kind = 'failure' AND a.sense = 'granted' THEN 'failed'
                                   WHEN a.kind = 'consent' AND a.sense = 'refused' THEN 'refused_consent' END;
BEGIN
    IF a.kind = 'suspension' AND a.sense = 'granted' THEN
        INSERT INTO casework.suspension (id, measure_id, kind, days, act_id)
        VALUES (gen_random_uuid(), a.measure_id, a.suspension, daterange(a.from_on, a.to_on + 1), a.id);
    ELSIF a.kind = 'resumption' AND a.sense = 'granted' THEN
        UPDATE casework.suspension s SET days = daterange(lower(s.days), greatest(a.from_on, lower(s.days) + 1))
        WHERE s.measure_id = a.measure_id AND (upper_inf(s.days) OR s.days @> a.from_on)
          AND s.kind = coalesce(a.suspension, s.kind);
        IF NOT FOUND THEN
            PERFORM sec.refuse('JA016');
        END IF;
    END IF;
    IF ends IS NOT NULL THEN
        PERFORM casework.close_placements(a.measure_id, 'measure_ended', a.decided_on, NULL);
    END IF;
    UPDATE casework.measure m
    SET consented_on = CASE WHEN a.kind = 'consent' AND a.sense = 'granted' THEN a.decided_on ELSE m.consented_on END,
        consent = CASE WHEN ends = 'refused_consent' THEN 'refused' ELSE m.consent END,
        judge_kept = CASE WHEN a.sense = 'refused' THEN m.judge_kept
                          WHEN a.kind = 'competence_kept' THEN true
                          WHEN a.kind = 'competence_returned' THEN false ELSE m.judge_kept END,
        state = CASE WHEN ends IS NULL THEN m.state ELSE 'ended' END,
        end_code = coalesce(ends, m.end_code),
        ended_on = CASE WHEN ends IS NULL THEN m.ended_on ELSE a.decided_on END,
        version = m.version + 1, changed_at = clock_timestamp()
    WHERE m.id = a.measure_id;
EXCEPTION WHEN exclusion_violation THEN
    PERFORM sec.refuse('JA018');
END $$;

-- An act after its case, its measure and itself were locked. JA007, JA016: checked or dropped already.
CREATE OR REPLACE FUNCTION casework.lock_act(me sec.who, act uuid) RETURNS casework.authority_act
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    a casework.authority_act;
BEGIN
    PERFORM casework.lock_measure(me, (SELECT x.measure_id FROM casework.authority_act x WHERE x.id = lock_act.act),
                                  NULL);
    SELECT x.* INTO a FROM casework.authority_act x WHERE x.id = lock_act.act FOR NO KEY UPDATE;
    IF a.checked_at IS NOT NULL OR a.dropped_at IS NOT NULL THEN
        PERFORM sec.refuse('JA016');
    END IF;
    RETURN a;
END $$;

-- A second person types again what is on the paper. last_day, looked, moves: of an assignment.
-- JA019: the same person; JA005: she read something else.
CREATE OR REPLACE FUNCTION casework.act_check(id uuid, kind text, sense text, decided_on date, from_on date, to_on date,
                                              last_day date DEFAULT NULL, looked integer DEFAULT NULL,
                                              moves bigint DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    a casework.authority_act := casework.lock_act(me, act_check.id);
    m casework.measure;
BEGIN
    IF a.recorded_by = me.account THEN
        PERFORM sec.refuse('JA019');
    END IF;
    IF (a.kind::text, a.sense::text, a.decided_on, a.from_on, a.to_on)
        IS DISTINCT FROM (act_check.kind, act_check.sense, act_check.decided_on, act_check.from_on, act_check.to_on)
    THEN
        PERFORM sec.refuse('JA005');
    END IF;
    SELECT x.* INTO m FROM casework.measure x WHERE x.id = a.measure_id;
    PERFORM casework.need_standing(m, a.kind, a.authority, a.suspension);
    UPDATE casework.authority_act x SET checked_by = me.account, checked_at = clock_timestamp() WHERE x.id = a.id;
    IF a.kind = 'assignment' THEN
        PERFORM casework.assignment_effect(a, act_check.last_day, act_check.looked, act_check.moves);
    ELSE
        PERFORM casework.act_effect(a);
    END IF;
END $$;

-- It was read wrongly: it stays on record and has no effect.
CREATE OR REPLACE FUNCTION casework.act_drop(id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    a casework.authority_act := casework.lock_act(me, act_drop.id);
BEGIN
    UPDATE casework.authority_act x SET dropped_at = clock_timestamp() WHERE x.id = a.id;
END $$;
