-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- All that is due, with its rule and its day, so that no spreadsheet stands beside. Read under the asker's own row
-- policies: a task is of a row that she may see. A case that a counsellor reads by break-glass gives her none.

CREATE OR REPLACE FUNCTION casework.tasks()
RETURNS TABLE (kind text, rule text, due date, object text, id uuid, case_id uuid)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    me sec.who := sec.me();
    today date := offer.today();
    home text := (SELECT o.departement FROM sec.organisation o WHERE o.id = me.org);
    signing uuid[] := CASE me.role WHEN 'counsellor' THEN sec.my_signing() END;
BEGIN
    IF me.role = 'counsellor' THEN
        RETURN QUERY
            WITH own (id, minor) AS (SELECT c.id, c.minor FROM casework.case_file c WHERE c.counsellor_id = me.account)
            SELECT t.kind, t.rule, t.due, 'measure', m.id, m.case_id
            FROM casework.measure m LEFT JOIN sec.terms() AS e ON e.measure_id = m.id, LATERAL (VALUES
                ('first_interview', 'S-03', CASE WHEN m.first_interview_on IS NULL
                     THEN m.seized_on + (SELECT offer.rule_amount('S-03', 'interview_days', today)) END),
                ('consent', 'M-06', CASE WHEN m.consent = 'to_collect' AND m.consented_on IS NULL
                     THEN coalesce(m.seized_on, m.judged_on) END),
                ('evaluation_report', 'S-04', CASE WHEN m.evaluation_sent_on IS NULL
                     THEN (m.seized_on + make_interval(
                               months => (SELECT offer.rule_amount('S-04', 'evaluation_months', today))))::date END),
                ('end_report', 'S-15', CASE WHEN m.end_report_sent_on IS NULL
                     THEN (e.term - make_interval(
                               months => (SELECT offer.rule_amount('S-15', 'end_report_months', today))))::date END),
                ('term', 'M-09', e.term),
                ('fitness', 'W-05', CASE WHEN m.fitness_received_on IS NULL
                     THEN coalesce(m.fitness_due_on, m.fitness_asked_on) END),
                ('ageing', 'S-01', (SELECT max((m.judged_on + make_interval(months => x.n::integer))::date)
                                    FROM unnest((SELECT offer.rule_list('S-01', 'ageing_months', today))) AS x (n)
                                    WHERE (m.judged_on + make_interval(months => x.n::integer))::date <= today))
            ) AS t (kind, rule, due)
            WHERE m.state = 'open' AND t.due IS NOT NULL AND m.case_id IN (SELECT own.id FROM own)
            UNION ALL
            SELECT 'draft', 'A-08', (m.changed_at AT TIME ZONE 'Europe/Paris')::date
                                    + (SELECT offer.rule_amount('A-08', 'draft_days', today)), 'measure', m.id, m.case_id
            FROM casework.measure m WHERE m.state = 'draft' AND m.case_id IN (SELECT own.id FROM own)
            UNION ALL
            SELECT t.kind, t.rule, t.due, 'placement', p.id, p.case_id
            FROM casework.placement p JOIN casework.placement_decision d ON d.placement_id = p.id, LATERAL (VALUES
                ('proposal_unanswered', 'C-14', CASE WHEN p.state = 'proposed' THEN p.hold_until END),
                ('contact_to_give', 'S-07', CASE WHEN p.state = 'accepted' AND p.contact_version = 0
                     THEN (p.answered_at AT TIME ZONE 'Europe/Paris')::date END),
                ('meeting', 'S-07', CASE WHEN p.state = 'accepted' AND p.met_on IS NULL THEN p.first_day - 1 END),
                ('assignment_to_record', 'A-01', CASE WHEN p.state = 'accepted' AND p.met_on IS NOT NULL
                         AND p.in_charge IS NOT NULL AND (
                             SELECT casework.decider(m, c.minor) <> 'dspip'
                             FROM casework.measure m JOIN casework.case_file c ON c.id = m.case_id
                             WHERE m.id = p.measure_id)
                         AND NOT EXISTS (SELECT FROM casework.authority_act a
                                         WHERE a.placement_id = p.id AND a.checked_at IS NULL AND a.dropped_at IS NULL)
                     THEN p.first_day - 1 END),
                ('assignment_to_tell', 'S-08', CASE WHEN p.state = 'signed'
                                                         AND num_nulls(d.person_told_on, d.prosecutor_told_on) > 0
                     THEN d.decided_on END),
                ('key_to_share', 'P-03', CASE WHEN p.id = ANY ((SELECT sec.needs_share())::uuid[]) THEN today END),
                ('attestation', 'S-14', CASE WHEN p.state = 'ended' AND p.attested_on IS NULL AND sec.attests(p.id)
                     THEN p.ended_on END)
            ) AS t (kind, rule, due)
            WHERE t.due IS NOT NULL AND p.case_id IN (SELECT own.id FROM own)
            UNION ALL
            -- The birth date was corrected, and she is of the other public than what was decided for: another judge.
            SELECT 'other_judge', 'H-14', today, 'measure', m.id, m.case_id
            FROM casework.measure m JOIN own ON own.id = m.case_id
            WHERE m.state = 'open' AND m.kind <> 'tnr' AND own.minor <> (m.authority = 'juge_des_enfants')
            UNION ALL
            -- Likewise: another post.
            SELECT 'other_public', 'H-14', today, 'placement', p.id, p.case_id
            FROM casework.placement p JOIN own ON own.id = p.case_id JOIN offer.post o ON o.id = p.post_id
            WHERE p.state IN ('proposed', 'accepted', 'signed') AND own.minor <> (o.public = 'minors')
            UNION ALL
            -- The hours cannot be done by the end of the period: another timetable, another place, or the judge.
            SELECT 'margin_gone', 'E-10', today, 'placement', p.id, p.case_id
            FROM casework.placement p WHERE p.id = ANY ((SELECT sec.margins_gone())::uuid[])
            UNION ALL
            SELECT 'report_to_settle', 'S-10', (r.reported_at AT TIME ZONE 'Europe/Paris')::date
                                               + (SELECT offer.rule_amount('S-10', 'settle_days', today)), 'hours_report', r.id, r.case_id
            FROM casework.hours_report r
            WHERE r.state = 'reported' AND r.reported_by <> me.account AND r.case_id IN (SELECT own.id FROM own)
            UNION ALL
            -- Posts that a search of hers did not find before.
            SELECT 'search_news', 'C-13', today, 'search', x.id, NULL FROM offer.search_news() AS x (id)
            UNION ALL
            -- Nobody has told anything of a running placement: call.
            SELECT 'no_hours', 'S-10', x.last_day + (SELECT offer.rule_amount('S-10', 'silent_days', today)), 'placement', p.id,
                   p.case_id
            FROM casework.placement p, LATERAL (
                SELECT coalesce((SELECT max(r.day) FROM casework.hours_report r
                                 WHERE r.placement_id = p.id AND r.state <> 'withdrawn'), p.first_day) AS last_day) AS x
            WHERE p.state = 'signed' AND p.first_day <= today AND p.case_id IN (SELECT own.id FROM own)
              AND x.last_day + (SELECT offer.rule_amount('S-10', 'silent_days', today)) <= today
            UNION ALL
            SELECT t.kind, t.rule, t.due, 'incident', i.id, i.case_id
            FROM casework.incident i, LATERAL (SELECT (i.reported_at AT TIME ZONE 'Europe/Paris')::date) AS d (day), LATERAL (VALUES
                ('incident_new', 'S-11', CASE WHEN i.seen_at IS NULL THEN d.day END),
                ('incident_to_judge', 'S-11', CASE WHEN i.seen_at IS NOT NULL AND i.judge_told_on IS NULL THEN d.day END),
                ('accident_to_declare', 'W-09', CASE WHEN i.kind = 'accident' AND i.declared_on IS NULL
                     THEN ((i.reported_at + make_interval(
                                hours => (SELECT offer.rule_amount('W-09', 'declare_hours', today))))
                           AT TIME ZONE 'Europe/Paris')::date END),
                ('work_stopped', 'S-12', CASE WHEN i.stopped AND i.resumed_on IS NULL THEN d.day END)
            ) AS t (kind, rule, due)
            WHERE i.closed_at IS NULL AND t.due IS NOT NULL AND i.case_id IN (SELECT own.id FROM own)
            UNION ALL
            SELECT 'judge_report', CASE r.kind WHEN 'evaluation' THEN 'S-04' WHEN 'end' THEN 'S-15' WHEN 'incident' THEN 'S-11' ELSE 'S-13' END,
                   r.due_on, 'judge_report', r.id, r.case_id
            FROM casework.judge_report r
            WHERE num_nonnulls(r.sent_on, r.dropped_at) = 0 AND r.due_on IS NOT NULL AND r.case_id IN (SELECT own.id FROM own);
    END IF;
    IF me.role IN ('counsellor', 'director') THEN
        RETURN QUERY
            SELECT 'act_to_check', 'A-01', (a.recorded_at AT TIME ZONE 'Europe/Paris')::date, 'authority_act', a.id,
                   a.case_id
            FROM casework.authority_act a
            WHERE a.checked_at IS NULL AND a.dropped_at IS NULL AND a.recorded_by <> me.account
              AND (me.role = 'director'
                   OR a.case_id IN (SELECT c.id FROM casework.case_file c WHERE c.counsellor_id = me.account));
    END IF;
    -- What waits for a signature, for the director and for who signs for her; not what another authority decides.
    IF me.role = 'director' OR signing IS NOT NULL THEN
        RETURN QUERY
            SELECT 'placement_to_sign', 'S-08', p.first_day - 1, 'placement', p.id, p.case_id
            FROM casework.placement p
            JOIN casework.case_file c ON c.id = p.case_id
            JOIN casework.measure m ON m.id = p.measure_id
            WHERE p.state = 'accepted' AND p.met_on IS NOT NULL AND p.in_charge IS NOT NULL
              AND casework.decider(m, c.minor) = 'dspip' AND (me.role = 'director' OR p.case_id = ANY (signing));
    END IF;
    IF me.role = 'host_manager' THEN
        RETURN QUERY
            SELECT 'proposal_to_answer', 'C-14', p.hold_until, 'placement', p.id, NULL::uuid
            FROM casework.placement p WHERE p.state = 'proposed'
            UNION ALL
            SELECT 'attestation', 'S-14', p.ended_on, 'placement', p.id, NULL
            FROM casework.placement p WHERE p.state = 'ended' AND p.attested_on IS NULL;
    END IF;
    -- H-10, H-12, H-18: an end blocks starts and stops nothing by itself; these run on.
    IF me.role IN ('counsellor', 'director') THEN
        RETURN QUERY
            SELECT 'placement_at_risk',
                   CASE WHEN o.state <> 'inscribed' THEN 'H-18' WHEN h.state <> 'active' THEN 'H-12' ELSE 'H-10' END,
                   e.last_day, 'placement', p.id, p.case_id
            FROM casework.placement p
            JOIN offer.post o ON o.id = p.post_id
            JOIN offer.host h ON h.id = p.host_id
            JOIN offer.site s ON s.id = o.site_id
            JOIN offer.commune k ON k.insee = s.insee
            CROSS JOIN LATERAL (SELECT coalesce(p.ended_on, p.last_day) AS last_day) AS e
            WHERE casework.runs(p) AND (
                    o.state <> 'inscribed' OR h.state <> 'active'
                    OR NOT offer.is_public(h.form) AND offer.standing( -- most hosts are by right, and not looked up
                        p.host_id, k.departement, o.public, greatest(e.last_day, today)) NOT IN ('by_right', 'valid'))
              AND (me.role = 'director'
                   OR p.case_id IN (SELECT c.id FROM casework.case_file c WHERE c.counsellor_id = me.account));
    END IF;
    IF me.role = 'director' THEN
        RETURN QUERY
            -- What the counsellor of the case reported somebody else settles.
            SELECT 'report_to_settle', 'S-10', (r.reported_at AT TIME ZONE 'Europe/Paris')::date
                                               + (SELECT offer.rule_amount('S-10', 'settle_days', today)),
                   'hours_report', r.id, r.case_id
            FROM casework.hours_report r JOIN casework.case_file c ON c.id = r.case_id
            WHERE r.state = 'reported' AND r.reported_by = c.counsellor_id
            UNION ALL
            SELECT 'reassign', 'P-05', today, 'case_file', c.id, c.id
            FROM casework.case_file c JOIN sec.account a ON a.id = c.counsellor_id
            WHERE c.state = 'open' AND a.state = 'disabled'
            UNION ALL
            SELECT 'procedure_to_decide', offer.rule_of(p.kind), offer.earliest(p), 'procedure', p.id, NULL
            FROM offer.procedure p
            WHERE p.state = 'asked' AND p.departement = home AND offer.earliest(p) <= today;
    END IF;
    IF me.role = 'director' AND sec.my_unit() IS NOT NULL THEN -- the officers are told
        RETURN QUERY
            SELECT 'break_glass', 'P-05', (g.at AT TIME ZONE 'Europe/Paris')::date, 'glass', g.id, g.case_id
            FROM sec.glass_of(me.org, NULL, NULL) AS g
            WHERE g.at > clock_timestamp()
                         - make_interval(days => (SELECT offer.rule_amount('P-05', 'glass_task_days', today)));
    END IF;
    IF me.role = 'director' AND sec.my_unit() IS NOT NULL THEN -- a colleague of another unit waits for an officer
        RETURN QUERY
            SELECT 'glass_request', 'P-05', (r.asked_at AT TIME ZONE 'Europe/Paris')::date, 'glass_request', r.id, r.case_id
            FROM sec.glass_requests(me.org, NULL, NULL) AS r WHERE r.state = 'open';
    END IF;
    IF me.role IN ('director', 'referent') THEN
        RETURN QUERY
            SELECT 'decision_to_check', 'A-01', p.decided_on, 'procedure', p.id, NULL::uuid
            FROM offer.procedure p
            WHERE p.state = 'recorded' AND coalesce(p.departement, home) = home AND p.decided_by <> me.account
            UNION ALL
            SELECT 'opinion_to_check', 'A-01', o.given_on, 'procedure', p.id, NULL
            FROM offer.opinion o JOIN offer.procedure p ON p.id = o.procedure_id
            WHERE p.state = 'asked' AND coalesce(p.departement, home) = home AND o.checked_by IS NULL
              AND o.recorded_by <> me.account
            UNION ALL
            SELECT 'habilitation_ending', 'H-10', upper(a.valid) - 1, 'host', a.host_id, NULL
            FROM offer.habilitation a JOIN offer.host h ON h.id = a.host_id
            WHERE a.territory IN (home, 'FR') AND a.withdrawn_by IS NULL AND h.state <> 'closed'
              AND upper(a.valid) > today
              AND upper(a.valid) <= (today + make_interval(months => (
                      SELECT max(x.n::integer)
                      FROM unnest(offer.rule_list('H-10', 'warning_months', today)) AS x (n))))::date
              AND NOT EXISTS (SELECT FROM offer.habilitation b
                              WHERE b.host_id = a.host_id AND b.territory = a.territory AND b.public = a.public
                                AND lower(b.valid) >= upper(a.valid));
    END IF;
    IF me.role IN ('host_manager', 'referent') THEN
        RETURN QUERY
            SELECT 'post_to_confirm', 'B-09', p.confirmed_on + (SELECT offer.rule_amount('B-09', 'fresh_days', today)), 'post',
                   p.id, NULL::uuid
            FROM offer.post p JOIN offer.site s ON s.id = p.site_id JOIN offer.commune k ON k.insee = s.insee
            WHERE p.state IN ('inscribed', 'suspended') AND (me.role = 'host_manager' OR k.departement = home)
              AND p.confirmed_on + (SELECT offer.rule_amount('B-09', 'fresh_days', today)) <= today + 14;
    END IF;
    IF me.role = 'referent' THEN
        RETURN QUERY
            SELECT 'lead', 'B-10', l.next_on, 'lead', l.id, NULL::uuid FROM offer.lead l
            WHERE l.next_on <= today + 7 AND l.state NOT IN ('converted', 'declined')
              AND (l.assigned_to IS NULL OR l.assigned_to = me.account)
            UNION ALL
            SELECT 'callback', 'H-20', c.due_on, 'callback', c.id, NULL FROM offer.callback c
            WHERE c.state <> 'closed' AND (c.taken_by IS NULL OR c.taken_by = me.account);
    END IF;
END $$;
