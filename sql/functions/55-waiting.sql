-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The waiting list (C-14) and what is recorded when no post fits (C-12). Computed from what is in clear: references,
-- dates, minutes.

-- The last day on which work of so many minutes may begin that is to be done by a day, with so many minutes an ISO week
-- and a day at most (E-10).
CREATE OR REPLACE FUNCTION casework.last_begin(by_day date, minutes integer, week_min integer, day_min integer)
RETURNS date
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last_day date := by_day;
    monday date;
    room integer;
    rest integer := minutes;
BEGIN
    LOOP
        monday := last_day - (extract(isodow FROM last_day)::integer - 1);
        room := least(week_min, (last_day - monday + 1) * day_min);
        EXIT WHEN rest <= room;
        rest := rest - room;
        last_day := monday - 1;
    END LOOP;
    RETURN last_day - (greatest(rest, 1) + day_min - 1) / day_min + 1;
END $$;

-- Open, with minutes that nobody planned and no live placement.
CREATE OR REPLACE FUNCTION casework.is_waiting(m casework.measure) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN m.state = 'open' AND m.ordered_minutes > casework.balance(m.id) AND NOT EXISTS (
        SELECT FROM casework.placement p
        WHERE p.measure_id = m.id AND (p.state IN ('proposed', 'accepted', 'signed')
                                       OR p.state = 'ended' AND p.ended_on > offer.today()));
END $$;

-- Measures of the caller's scope for which somebody waits. act_by: who
-- begins by then is done within the term at the pace that W-01 leaves beside a whole job; last_begin: after it nobody
-- can be, at the pace of a plan (W-03, W-04); both null without a term (M-10). blocks: what keeps the person from being
-- placed, as far as it is in clear.
CREATE OR REPLACE FUNCTION casework.waiting()
RETURNS TABLE (measure_id uuid, case_id uuid, counsellor_id uuid, minor boolean, kind casework.measure_kind,
               remaining integer, since date, term date, act_by date, last_begin date, blocks text[], no_match_on date,
               no_match_code casework.no_match_code)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    unit uuid := sec.my_unit();
    today date := offer.today();
    beside_job integer := 60 * offer.rule_amount('W-01', 'over_hours', today);
    week integer[] := ARRAY[60 * offer.rule_amount('W-03', 'plan_week_hours', today),
                            60 * least(offer.rule_amount('W-03', 'plan_week_hours', today),
                                       offer.rule_amount('W-04', 'week_hours', today))];
    full_day integer[] := ARRAY[60 * offer.rule_amount('W-03', 'day_hours', today),
                                60 * offer.rule_amount('W-04', 'day_hours', today)];
BEGIN
    RETURN QUERY
        SELECT m.id, c.id, c.counsellor_id, c.minor, m.kind, r.rest,
               greatest(coalesce(m.seized_on, (m.created_at AT TIME ZONE 'Europe/Paris')::date), (
                   SELECT max((p.closed_at AT TIME ZONE 'Europe/Paris')::date) FROM casework.placement p
                   WHERE p.measure_id = m.id)),
               t.term, casework.last_begin(t.term, r.rest, beside_job, full_day[1 + c.minor::integer]),
               casework.last_begin(t.term, r.rest, week[1 + c.minor::integer], full_day[1 + c.minor::integer]),
               array_remove(ARRAY[
                   CASE WHEN m.consent = 'refused' THEN 'consent_refused' END,
                   CASE WHEN m.consent = 'to_collect' AND m.consented_on IS NULL THEN 'consent_missing' END,
                   CASE WHEN t.term IS NULL THEN 'not_final' END,
                   CASE WHEN EXISTS (SELECT FROM casework.suspension s WHERE s.measure_id = m.id AND s.days @> today)
                        THEN 'suspended' END,
                   CASE WHEN c.match_version = 0 THEN 'profile_missing' END,
                   CASE WHEN m.fitness_received_on IS NULL AND (c.minor OR m.fitness_asked_on IS NOT NULL)
                        THEN 'exam_due' END], NULL),
               n.day, n.code
        FROM casework.case_file c
        JOIN casework.measure m ON m.case_id = c.id
        CROSS JOIN LATERAL (SELECT m.ordered_minutes - casework.balance(m.id) AS rest) AS r
        CROSS JOIN LATERAL (SELECT casework.term(m) AS term) AS t
        LEFT JOIN LATERAL (SELECT x.day, x.code FROM casework.no_match x WHERE x.measure_id = m.id
                           ORDER BY x.recorded_at DESC, x.id LIMIT 1) AS n ON true
        WHERE c.unit_id = unit AND c.state = 'open' AND (me.role = 'director' OR c.counsellor_id = me.account)
          AND casework.is_waiting(m);
END $$;

-- No post fitted on a day. JA016: the measure is not open, or somebody planned it; JA015: a day to come, or before the
-- measure was entrusted; JA021: an area that is none of the département.
CREATE OR REPLACE FUNCTION casework.no_match_new(measure uuid, day date, code text, area text, slot text, family text,
    idem_key bytea, idem_digest bytea, OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    m casework.measure;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'no_match.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    m := casework.lock_measure(me, measure, NULL);
    IF NOT casework.is_waiting(m) THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF no_match_new.day IS NULL OR no_match_new.day > offer.today()
        OR no_match_new.day < coalesce(m.seized_on, m.judged_on, offer.day_of(m.created_at)) THEN
        PERFORM sec.refuse('JA015');
    END IF;
    IF area IS NOT NULL AND NOT EXISTS (
        SELECT FROM offer.commune c JOIN sec.organisation o ON o.departement = c.departement
        WHERE o.id = me.org AND c.arrondissement = no_match_new.area) THEN
        PERFORM sec.refuse('JA021');
    END IF;
    INSERT INTO casework.no_match (id, measure_id, case_id, day, code, area, slot, family, recorded_by)
    VALUES (no_match_new.id, m.id, m.case_id, no_match_new.day, no_match_new.code::casework.no_match_code,
            no_match_new.area, no_match_new.slot::casework.slot_kind, no_match_new.family::offer.task_family, me.account);
EXCEPTION WHEN check_violation OR not_null_violation OR invalid_text_representation THEN
    PERFORM sec.refuse('JA009');
END $$;
