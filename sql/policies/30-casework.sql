-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Schema casework: who sees which case. The web process reads under these policies and writes through functions only.

DO $$
DECLARE
    p record;
BEGIN
    FOR p IN SELECT policyname, tablename FROM pg_catalog.pg_policies WHERE schemaname = 'casework' LOOP
        EXECUTE pg_catalog.format('DROP POLICY %I ON casework.%I', p.policyname, p.tablename);
    END LOOP;
END $$;
REVOKE ALL ON ALL TABLES IN SCHEMA casework FROM PUBLIC, jalon_web, jalon_job, jalon_migrator, jalon_sec;

GRANT SELECT, INSERT, UPDATE ON casework.case_file TO jalon_sec;
GRANT REFERENCES (id) ON casework.case_file TO jalon_sec;
CREATE POLICY functions ON casework.case_file TO jalon_sec USING (true) WITH CHECK (true);

-- Written so that each is one index condition whose right side is computed once a statement. Who does not hold the
-- secret of the unit sees no row of it, whatever her account says. PostgreSQL asks the last by name first, and no
-- further once a policy holds: what most rows are seen by comes first, and costs least.
GRANT SELECT ON casework.case_file TO jalon_web;
CREATE POLICY own_caseload ON casework.case_file FOR SELECT TO jalon_web
    USING (counsellor_id = (SELECT sec.my_caseload()) AND unit_id = (SELECT sec.my_unit()));
CREATE POLICY direction ON casework.case_file FOR SELECT TO jalon_web
    USING (unit_id = CASE (SELECT (sec.me()).role) WHEN 'director' THEN (SELECT sec.my_unit()) END);
CREATE POLICY break_glass ON casework.case_file FOR SELECT TO jalon_web
    USING (id = ANY ((SELECT sec.my_glass())::uuid[]));
-- What hangs on the case of a placement that she signs for her director is what decides it; no page lists such a case.
CREATE POLICY by_delegation ON casework.case_file FOR SELECT TO jalon_web
    USING (id = ANY ((SELECT sec.my_signing())::uuid[]));

-- What hangs on a case is seen with it; an auditor sees dates and states of measures and placements, no name, no offence
-- (table 6a).
DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['measure', 'authority_act', 'suspension', 'placement', 'placement_slot',
                             'placement_decision', 'hours_report', 'incident', 'judge_report',
                             'replaced_attestation'] LOOP
        EXECUTE pg_catalog.format('GRANT SELECT, INSERT, UPDATE, DELETE ON casework.%I TO jalon_sec', t);
        EXECUTE pg_catalog.format('CREATE POLICY functions ON casework.%I TO jalon_sec USING (true) WITH CHECK (true)',
                                  t);
        EXECUTE pg_catalog.format('GRANT SELECT ON casework.%I TO jalon_web', t);
        EXECUTE pg_catalog.format('CREATE POLICY control ON casework.%I FOR SELECT TO jalon_web '
                                  'USING ((SELECT (sec.me()).role) = ''auditor'')', t);
    END LOOP;
END $$;
CREATE POLICY with_case ON casework.measure FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('counsellor', 'director')
           AND EXISTS (SELECT FROM casework.case_file c WHERE c.id = case_id));
CREATE POLICY with_case ON casework.authority_act FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('counsellor', 'director')
           AND EXISTS (SELECT FROM casework.case_file c WHERE c.id = case_id));
CREATE POLICY with_measure ON casework.suspension FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('counsellor', 'director')
           AND EXISTS (SELECT FROM casework.measure m WHERE m.id = measure_id));
CREATE POLICY with_case ON casework.placement FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('counsellor', 'director')
           AND EXISTS (SELECT FROM casework.case_file c WHERE c.id = case_id));
-- Who signs for her director sees what waits for a signature.
CREATE POLICY delegation ON casework.placement FOR SELECT TO jalon_web
    USING (unit_id = (SELECT sec.my_delegation()) AND state = 'accepted');
-- The window of a host (design, section 4).
CREATE POLICY host ON casework.placement FOR SELECT TO jalon_web
    USING (host_id = CASE WHEN (SELECT (sec.me()).role) IN ('host_manager', 'tutor') THEN (SELECT sec.my_host()) END
           AND casework.shows(placement));
CREATE POLICY with_placement ON casework.placement_slot FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('counsellor', 'director', 'host_manager', 'tutor')
           AND EXISTS (SELECT FROM casework.placement p WHERE p.id = placement_id));
CREATE POLICY with_placement ON casework.placement_decision FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('counsellor', 'director')
           AND EXISTS (SELECT FROM casework.placement p WHERE p.id = placement_id));
CREATE POLICY with_placement ON casework.replaced_attestation FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('counsellor', 'director')
           AND EXISTS (SELECT FROM casework.placement p WHERE p.id = placement_id));
GRANT REFERENCES (id, case_id, ordinal) ON casework.placement TO jalon_sec;
CREATE POLICY with_placement ON casework.hours_report FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('counsellor', 'director', 'host_manager', 'tutor')
           AND EXISTS (SELECT FROM casework.placement p WHERE p.id = placement_id));
-- A host reads what its own people told.
CREATE POLICY with_placement ON casework.incident FOR SELECT TO jalon_web
    USING (((SELECT (sec.me()).role) IN ('counsellor', 'director')
            OR by_host AND (SELECT (sec.me()).role) IN ('host_manager', 'tutor'))
           AND EXISTS (SELECT FROM casework.placement p WHERE p.id = placement_id));
CREATE POLICY with_case ON casework.judge_report FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('counsellor', 'director')
           AND EXISTS (SELECT FROM casework.case_file c WHERE c.id = case_id));
-- That no post fitted is added to, never changed.
GRANT SELECT, INSERT ON casework.no_match TO jalon_sec;
CREATE POLICY functions ON casework.no_match TO jalon_sec USING (true) WITH CHECK (true);
GRANT SELECT ON casework.no_match TO jalon_web;
CREATE POLICY with_case ON casework.no_match FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('counsellor', 'director')
           AND EXISTS (SELECT FROM casework.case_file c WHERE c.id = case_id));
-- A plan is made and goes; people of its unit see that there is one, and lines of cases that they see.
GRANT SELECT, INSERT, UPDATE, DELETE ON casework.plan, casework.plan_line TO jalon_sec;
CREATE POLICY functions ON casework.plan TO jalon_sec USING (true) WITH CHECK (true);
CREATE POLICY functions ON casework.plan_line TO jalon_sec USING (true) WITH CHECK (true);
GRANT SELECT ON casework.plan TO jalon_web;
CREATE POLICY unit ON casework.plan FOR SELECT TO jalon_web
    USING (unit_id = CASE WHEN (SELECT (sec.me()).role) IN ('counsellor', 'director') THEN (SELECT sec.my_unit()) END);
GRANT SELECT ON casework.plan_line TO jalon_web;
CREATE POLICY with_case ON casework.plan_line FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('counsellor', 'director')
           AND EXISTS (SELECT FROM casework.case_file c WHERE c.id = case_id)
           AND EXISTS (SELECT FROM casework.plan p WHERE p.id = plan_id));
-- The ledger is added to, never changed.
GRANT SELECT, INSERT ON casework.hours_entry TO jalon_sec;
CREATE POLICY functions ON casework.hours_entry TO jalon_sec USING (true) WITH CHECK (true);
GRANT SELECT ON casework.hours_entry TO jalon_web;
CREATE POLICY with_case ON casework.hours_entry FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('counsellor', 'director')
           AND EXISTS (SELECT FROM casework.case_file c WHERE c.id = case_id));
CREATE POLICY control ON casework.hours_entry FOR SELECT TO jalon_web USING ((SELECT (sec.me()).role) = 'auditor');

-- So are last days that were moved; a host reads the day that holds.
GRANT SELECT, INSERT ON casework.last_day_change TO jalon_sec;
CREATE POLICY functions ON casework.last_day_change TO jalon_sec USING (true) WITH CHECK (true);
GRANT SELECT ON casework.last_day_change TO jalon_web;
CREATE POLICY with_case ON casework.last_day_change FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('counsellor', 'director')
           AND EXISTS (SELECT FROM casework.case_file c WHERE c.id = case_id));
CREATE POLICY control ON casework.last_day_change FOR SELECT TO jalon_web USING ((SELECT (sec.me()).role) = 'auditor');

GRANT SELECT, INSERT, UPDATE ON casework.delegation TO jalon_sec;
CREATE POLICY functions ON casework.delegation TO jalon_sec USING (true) WITH CHECK (true);
GRANT SELECT ON casework.delegation TO jalon_web;
CREATE POLICY own ON casework.delegation FOR SELECT TO jalon_web
    USING (delegate = CASE (SELECT (sec.me()).role) WHEN 'counsellor' THEN (SELECT (sec.me()).account) END);
CREATE POLICY direction ON casework.delegation FOR SELECT TO jalon_web
    USING (unit_id = CASE (SELECT (sec.me()).role) WHEN 'director' THEN (SELECT sec.my_unit()) END);
CREATE POLICY control ON casework.delegation FOR SELECT TO jalon_web USING ((SELECT (sec.me()).role) = 'auditor');
