-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Schema offer: reference data for any live session, written by the migrator; hosts and posts for the service, the
-- auditor, and the people of the host themselves. The web process reads under these policies and writes through functions
-- only.

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

GRANT SELECT ON offer.rule_param TO jalon_web, jalon_sec;
CREATE POLICY live_session ON offer.rule_param FOR SELECT TO jalon_web USING ((SELECT (sec.me()).account) IS NOT NULL);
CREATE POLICY functions ON offer.rule_param FOR SELECT TO jalon_sec USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON offer.rule_param TO jalon_migrator;
CREATE POLICY reference_data ON offer.rule_param TO jalon_migrator USING (true) WITH CHECK (true);
GRANT SELECT ON offer.commune TO jalon_sec;
CREATE POLICY functions ON offer.commune FOR SELECT TO jalon_sec USING (true);

DO $$
DECLARE
    t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['host', 'site', 'contact', 'contact_civil', 'post', 'slot', 'closure', 'suspension',
                             'absence', 'post_bar', 'procedure', 'piece', 'opinion', 'habilitation', 'lead', 'lead_event',
                             'callback'] LOOP
        EXECUTE pg_catalog.format('GRANT SELECT, INSERT, UPDATE, DELETE ON offer.%I TO jalon_sec', t);
        EXECUTE pg_catalog.format('CREATE POLICY functions ON offer.%I TO jalon_sec USING (true) WITH CHECK (true)', t);
        EXECUTE pg_catalog.format('GRANT SELECT ON offer.%I TO jalon_web', t);
    END LOOP;
    -- Table 6a, rows "host identity" and "post sheet".
    FOREACH t IN ARRAY ARRAY['host', 'site', 'contact', 'post', 'slot', 'closure', 'suspension', 'procedure', 'piece',
                             'absence', 'habilitation'] LOOP
        EXECUTE pg_catalog.format('CREATE POLICY service ON offer.%I FOR SELECT TO jalon_web USING '
            '((SELECT (sec.me()).role) IN (''counsellor'', ''director'', ''referent'', ''auditor''))', t);
        EXECUTE pg_catalog.format('CREATE POLICY own ON offer.%I FOR SELECT TO jalon_web USING '
            '(%I = CASE WHEN (SELECT (sec.me()).role) IN (''host_manager'', ''tutor'') THEN (SELECT (sec.me()).org) END)',
            t, CASE t WHEN 'host' THEN 'id' ELSE 'host_id' END);
    END LOOP;
END $$;
GRANT SELECT ON offer.day_off TO jalon_web, jalon_sec;
GRANT SELECT ON offer.day_led TO jalon_sec;
-- Read and written by functions only.
GRANT SELECT, INSERT, DELETE ON offer.post_change TO jalon_sec;
CREATE POLICY functions ON offer.post_change TO jalon_sec USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON offer.search, offer.search_look, offer.search_post TO jalon_sec;
CREATE POLICY functions ON offer.search TO jalon_sec USING (true) WITH CHECK (true);
CREATE POLICY functions ON offer.search_look TO jalon_sec USING (true) WITH CHECK (true);
CREATE POLICY functions ON offer.search_post TO jalon_sec USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON offer.search_round TO jalon_sec;
CREATE POLICY functions ON offer.search_round TO jalon_sec USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON offer.post_change_end TO jalon_sec;
CREATE POLICY functions ON offer.post_change_end TO jalon_sec USING (true) WITH CHECK (true);
-- Who works on the file, and the host's manager.
CREATE POLICY service ON offer.contact_civil FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('director', 'referent'));
CREATE POLICY own ON offer.contact_civil FOR SELECT TO jalon_web
    USING (host_id = CASE (SELECT (sec.me()).role) WHEN 'host_manager' THEN (SELECT (sec.me()).org) END);
-- What authorities said is between them and the service.
CREATE POLICY service ON offer.opinion FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('counsellor', 'director', 'referent', 'auditor'));
-- Never the host, nor who prospects it.
CREATE POLICY service ON offer.post_bar FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('counsellor', 'director'));
CREATE POLICY territory ON offer.lead FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('director', 'referent')
           AND departement = (SELECT o.departement FROM sec.organisation o WHERE o.id = (SELECT (sec.me()).org)));
CREATE POLICY territory ON offer.lead_event FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('director', 'referent')
           AND EXISTS (SELECT FROM offer.lead l WHERE l.id = lead_id));
CREATE POLICY territory ON offer.callback FOR SELECT TO jalon_web
    USING ((SELECT (sec.me()).role) IN ('director', 'referent')
           AND departement = (SELECT o.departement FROM sec.organisation o WHERE o.id = (SELECT (sec.me()).org)));
CREATE POLICY own ON offer.callback FOR SELECT TO jalon_web
    USING (host_id = CASE WHEN (SELECT (sec.me()).role) IN ('host_manager', 'tutor') THEN (SELECT (sec.me()).org) END);
