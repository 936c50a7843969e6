-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Measures: their rules by date, their clock, their life; which authority may decide what.

-- A case after its row was locked, for the counsellor whose caseload it is in or a director of its unit, who holds the
-- secret of that unit. JA007.
CREATE OR REPLACE FUNCTION casework.lock_case(me sec.who, case_id uuid) RETURNS casework.case_file
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    c casework.case_file;
BEGIN
    SELECT x.* INTO c FROM casework.case_file x
    WHERE x.id = lock_case.case_id AND x.unit_id = sec.my_unit()
      AND CASE me.role WHEN 'counsellor' THEN x.counsellor_id = me.account ELSE me.role = 'director' END
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    RETURN c;
END $$;

-- A measure after its case and itself were locked. JA007, JA005.
CREATE OR REPLACE FUNCTION casework.lock_measure(me sec.who, measure uuid, expected integer) RETURNS casework.measure
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    m casework.measure;
BEGIN
    PERFORM casework.lock_case(me, (SELECT x.case_id FROM casework.measure x WHERE x.id = lock_measure.measure));
    SELECT x.* INTO m FROM casework.measure x WHERE x.id = lock_measure.measure FOR NO KEY UPDATE;
    IF expected IS NOT NULL AND expected <> m.version THEN
        PERFORM sec.refuse('JA005');
    END IF;
    RETURN m;
END $$;

-- What keeps a measure from being opened: "missing:FIELD", or the rule that it breaks. Empty: nothing. The ages of M-03
-- are in the sealed identity and are looked at there.
CREATE OR REPLACE FUNCTION casework.measure_findings(m casework.measure) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found text[] := '{}';
    range_rule text := CASE WHEN m.kind = 'tnr' THEN 'M-22' WHEN m.offence_class = 'contravention5' THEN 'M-02'
                            ELSE 'M-01' END;
    -- M-01: a raised maximum is harsher, so the facts decide; a TNR is of the day it was decided.
    range_day date := CASE WHEN m.kind = 'tnr' THEN m.judged_on ELSE m.facts_on END;
    judged date := coalesce(m.judged_on, offer.today());
    minor boolean := (SELECT c.minor FROM casework.case_file c WHERE c.id = m.case_id);
BEGIN
    SELECT coalesce(array_agg('missing:' || f.name ORDER BY f.n), '{}') INTO found
    FROM unnest(ARRAY['ordered_minutes', 'facts_on', 'judged_on', 'period_months', 'consent', 'fallback'],
                ARRAY[m.ordered_minutes IS NULL, m.facts_on IS NULL, m.judged_on IS NULL, m.period_months IS NULL,
                      m.consent IS NULL, m.fallback IS NULL]) WITH ORDINALITY AS f (name, missing, n)
    WHERE f.missing;
    IF range_day IS NOT NULL
        AND m.ordered_minutes NOT BETWEEN 60 * offer.rule_amount(range_rule, 'min_hours', range_day)
                                      AND 60 * offer.rule_amount(range_rule, 'max_hours', range_day) THEN
        found := found || range_rule;
    END IF;
    IF m.consent = 'refused' THEN
        found := found || 'M-05'::text;
    END IF;
    -- Collected after the judgment: what the judge wrote down is an act, and acts are of open measures.
    IF m.consent = 'to_collect' AND (NOT m.fallback OR m.state = 'draft' AND m.consented_on IS NOT NULL) THEN
        found := found || 'M-06'::text;
    END IF;
    IF m.kind IN ('main', 'complementary') AND NOT m.fallback
        AND offer.rule_amount('M-08', 'fallback_needed', judged) = 1 THEN
        found := found || 'M-08'::text;
    END IF;
    IF m.kind <> 'tnr' AND m.period_months > offer.rule_amount('M-09', 'max_months', judged) THEN
        found := found || 'M-09'::text;
    END IF;
    IF m.kind = 'tnr' AND m.period_months > offer.rule_amount('M-23', 'max_months', judged) THEN
        found := found || 'M-23'::text;
    END IF;
    IF m.kind = 'conversion' AND (m.firm_months IS NULL
                                  OR m.firm_months > offer.rule_amount('M-15', 'max_firm_months', judged)) THEN
        found := found || 'M-15'::text;
    END IF;
    IF (m.kind = 'tnr') <> (m.authority = 'prosecutor') THEN
        found := found || 'M-24'::text;
    END IF;
    IF m.kind <> 'tnr' AND minor <> (m.authority = 'juge_des_enfants') THEN
        found := found || 'H-14'::text;
    END IF;
    RETURN found;
END $$;

-- The last day of the period when its clock never stands: from the day the judgment is final (M-10), its months
-- (M-09). Null before M-10.
CREATE OR REPLACE FUNCTION casework.first_term(m casework.measure) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (m.final_on + make_interval(months => m.period_months))::date;

-- The last day of the period: the first term, and each day on which the clock stood (M-11, M-12), counted once, while
-- it ran. A suspension that lasts counts until today. Never before the first term; null before M-10.
CREATE OR REPLACE FUNCTION casework.term(m casework.measure) RETURNS date
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last_day date := casework.first_term(m);
    stood_days datemultirange;
    stood daterange;
BEGIN
    SELECT range_agg(daterange(greatest(lower(s.days), m.final_on),
                               greatest(coalesce(upper(s.days), offer.today() + 1), lower(s.days), m.final_on)))
    INTO stood_days FROM casework.suspension s WHERE s.measure_id = m.id;
    IF stood_days IS NULL THEN
        RETURN last_day;
    END IF;
    FOR stood IN SELECT r FROM unnest(stood_days) AS r ORDER BY lower(r) LOOP
        EXIT WHEN lower(stood) > last_day;
        last_day := last_day + (upper(stood) - lower(stood));
    END LOOP;
    RETURN last_day;
END $$;
CREATE OR REPLACE FUNCTION casework.measure_new(case_id uuid, kind text, offence_class text, ordered_minutes integer,
    facts_on date, judged_on date, final_on date, seized_on date, period_months integer, firm_months integer,
    fallback boolean, consent text, consented_on date, authority text, judge_kept boolean, idem_key bytea,
    idem_digest bytea, OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    c casework.case_file;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'measure.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    c := casework.lock_case(me, measure_new.case_id);
    IF c.state = 'closed' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    INSERT INTO casework.measure (id, case_id, kind, offence_class, ordered_minutes, facts_on, judged_on, final_on,
                                  seized_on, period_months, firm_months, fallback, consent, consented_on, authority,
                                  judge_kept)
    VALUES (measure_new.id, c.id, measure_new.kind::casework.measure_kind,
            measure_new.offence_class::casework.offence_class, measure_new.ordered_minutes, measure_new.facts_on,
            measure_new.judged_on, measure_new.final_on, measure_new.seized_on, measure_new.period_months,
            measure_new.firm_months, measure_new.fallback, measure_new.consent::casework.consent,
            measure_new.consented_on, measure_new.authority::casework.authority, measure_new.judge_kept);
END $$;

-- Once it is open, what was ordered still obeys every rule (JA020, JA014) and is no less than what was credited, and
-- whether the judge kept the power is said by a checked act alone.
CREATE OR REPLACE FUNCTION casework.measure_put(id uuid, expected integer, kind text, offence_class text,
    ordered_minutes integer, facts_on date, judged_on date, final_on date, seized_on date, period_months integer,
    firm_months integer, fallback boolean, consent text, consented_on date, authority text, judge_kept boolean)
RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    m casework.measure := casework.lock_measure(me, measure_put.id, measure_put.expected);
BEGIN
    IF m.state = 'ended' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF m.state = 'open' AND (measure_put.judge_kept <> m.judge_kept
                             OR measure_put.consent IS DISTINCT FROM m.consent::text
                             OR m.consent = 'to_collect'
                                AND measure_put.consented_on IS DISTINCT FROM m.consented_on) THEN
        PERFORM sec.refuse('JA020');
    END IF;
    UPDATE casework.measure x
    SET kind = measure_put.kind::casework.measure_kind,
        offence_class = measure_put.offence_class::casework.offence_class,
        ordered_minutes = measure_put.ordered_minutes, facts_on = measure_put.facts_on,
        judged_on = measure_put.judged_on, final_on = measure_put.final_on, seized_on = measure_put.seized_on,
        period_months = measure_put.period_months, firm_months = measure_put.firm_months,
        fallback = measure_put.fallback, consent = measure_put.consent::casework.consent,
        consented_on = measure_put.consented_on, authority = measure_put.authority::casework.authority,
        judge_kept = measure_put.judge_kept, version = x.version + 1, changed_at = clock_timestamp()
    WHERE x.id = m.id RETURNING x.* INTO m;
    IF m.state = 'open' THEN
        PERFORM casework.need_sound(m);
        IF casework.balance(m.id) > m.ordered_minutes THEN
            PERFORM sec.refuse('JA020');
        END IF;
        m.version := m.version + casework.finish_if_done(m, me.account)::integer;
    END IF;
    RETURN m.version;
END $$;
CREATE OR REPLACE FUNCTION casework.need_sound(m casework.measure) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found text[] := casework.measure_findings(m);
BEGIN
    IF found <> '{}' THEN
        PERFORM sec.refuse(CASE WHEN found[1] LIKE 'missing:%' THEN 'JA014' ELSE 'JA020' END);
    END IF;
END $$;
CREATE OR REPLACE FUNCTION casework.measure_open(id uuid, expected integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    m casework.measure := casework.lock_measure(me, measure_open.id, measure_open.expected);
BEGIN
    IF m.state <> 'draft' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    PERFORM casework.need_sound(m);
    UPDATE casework.measure x SET state = 'open', version = x.version + 1, changed_at = clock_timestamp()
    WHERE x.id = m.id;
    RETURN m.version + 1;
END $$;

-- What was done, and the medical opinion on its way (W-05). JA015: a day to come, or before the service was seized.
CREATE OR REPLACE FUNCTION casework.measure_steps(id uuid, expected integer, first_interview_on date,
    evaluation_sent_on date, end_report_sent_on date, fitness_asked_on date, fitness_due_on date,
    fitness_received_on date) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    m casework.measure := casework.lock_measure(me, measure_steps.id, measure_steps.expected);
BEGIN
    IF m.state <> 'open' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF greatest(first_interview_on, evaluation_sent_on, end_report_sent_on, fitness_asked_on, fitness_received_on)
           > offer.today()
        OR least(first_interview_on, evaluation_sent_on, end_report_sent_on) < m.seized_on
        OR fitness_due_on < fitness_asked_on OR fitness_received_on < fitness_asked_on
        OR fitness_asked_on IS NULL AND num_nonnulls(fitness_due_on, fitness_received_on) > 0 THEN
        PERFORM sec.refuse('JA015');
    END IF;
    UPDATE casework.measure x
    SET first_interview_on = measure_steps.first_interview_on, evaluation_sent_on = measure_steps.evaluation_sent_on,
        end_report_sent_on = measure_steps.end_report_sent_on, fitness_asked_on = measure_steps.fitness_asked_on,
        fitness_due_on = measure_steps.fitness_due_on, fitness_received_on = measure_steps.fitness_received_on,
        version = x.version + 1, changed_at = clock_timestamp()
    WHERE x.id = m.id;
    RETURN m.version + 1;
END $$;

-- An end that no authority decides. JA020: "done" follows from the hours, the others of the list from a checked act.
CREATE OR REPLACE FUNCTION casework.measure_end(id uuid, expected integer, code text, ended_on date) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    m casework.measure := casework.lock_measure(me, measure_end.id, measure_end.expected);
BEGIN
    IF m.state <> 'open' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF measure_end.code IN ('done', 'converted', 'failed', 'refused_consent') THEN
        PERFORM sec.refuse('JA020');
    END IF;
    IF measure_end.ended_on IS NULL OR measure_end.ended_on > offer.today() OR measure_end.ended_on < m.judged_on THEN
        PERFORM sec.refuse('JA015');
    END IF;
    PERFORM casework.close_placements(m.id, 'measure_ended', measure_end.ended_on, me.account);
    UPDATE casework.measure x
    SET state = 'ended', end_code = measure_end.code::casework.end_code, ended_on = measure_end.ended_on,
        version = x.version + 1, changed_at = clock_timestamp()
    WHERE x.id = m.id;
    RETURN m.version + 1;
END $$;

-- Who may decide what (M-06, M-11, M-15 to M-19, M-24, A-01). M-12 takes effect and ends by law, whoever wrote the
-- notice. The juge des enfants is the JAP of minors, whose measures are his alone (H-14).
CREATE OR REPLACE FUNCTION casework.may_decide(m casework.measure, kind casework.act_kind, authority casework.authority,
                                               suspension casework.suspension_kind) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    judge casework.authority := CASE WHEN m.kind = 'tnr' THEN 'prosecutor'
                                     WHEN m.authority = 'juge_des_enfants' THEN 'juge_des_enfants' ELSE 'jap' END;
BEGIN
    IF kind = 'assignment' THEN
        RETURN authority <> 'dspip' AND authority = casework.decider(
            m, (SELECT c.minor FROM casework.case_file c WHERE c.id = m.case_id));
    END IF;
    RETURN authority = judge OR CASE kind
        WHEN 'suspension' THEN suspension <> 'serious_reason'
        WHEN 'resumption' THEN coalesce(suspension <> 'serious_reason', NOT EXISTS (
            SELECT FROM casework.suspension s
            WHERE s.measure_id = m.id AND s.kind = 'serious_reason'
              AND (upper_inf(s.days) OR upper(s.days) > offer.today())))
        WHEN 'competence_kept' THEN m.kind <> 'tnr' AND authority = 'court'
        ELSE false END;
END $$;

-- Drafts that nobody touched for long (A-08). Called by sec.expire().
CREATE OR REPLACE FUNCTION casework.expire() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM casework.measure m
    WHERE m.state = 'draft' AND m.justice_version = 0
      AND m.changed_at < clock_timestamp() - make_interval(
              days => offer.rule_amount('A-08', 'draft_days', offer.today()));
END $$;
