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
-- secret of the unit sees no row of it, whatever her account says. PostgreSQL asks the first by name last.
GRANT SELECT ON casework.case_file TO jalon_web;
CREATE POLICY caseload ON casework.case_file FOR SELECT TO jalon_web
    USING (counsellor_id = CASE (SELECT (sec.me()).role) WHEN 'counsellor' THEN (SELECT (sec.me()).account) END
           AND unit_id = (SELECT sec.my_unit()));
CREATE POLICY direction ON casework.case_file FOR SELECT TO jalon_web
    USING (unit_id = CASE (SELECT (sec.me()).role) WHEN 'director' THEN (SELECT sec.my_unit()) END);
CREATE POLICY break_glass ON casework.case_file FOR SELECT TO jalon_web
    USING (id = ANY ((SELECT sec.my_glass())::uuid[]));
