-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Schema offer: rows for any live session, reference data written by the migrator.

DO $$
DECLARE
    p record;
BEGIN
    FOR p IN SELECT policyname, tablename FROM pg_catalog.pg_policies WHERE schemaname = 'offer' LOOP
        EXECUTE pg_catalog.format('DROP POLICY %I ON offer.%I', p.policyname, p.tablename);
    END LOOP;
END $$;
REVOKE ALL ON ALL TABLES IN SCHEMA offer FROM PUBLIC, jalon_web, jalon_job, jalon_migrator, jalon_sec;

GRANT SELECT ON offer.commune TO jalon_web;
CREATE POLICY live_session ON offer.commune FOR SELECT TO jalon_web USING ((SELECT (sec.me()).account) IS NOT NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON offer.commune TO jalon_migrator;
CREATE POLICY reference_data ON offer.commune TO jalon_migrator USING (true) WITH CHECK (true);
