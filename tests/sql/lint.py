# SPDX-License-Identifier: EUPL-1.2
"""The catalogue lint: each rule is a question whose answer names what breaks it, and a fault that the answer must name.
The faults are planted by the superuser in a transaction that is rolled back."""

OURS = "('sec', 'offer', 'casework', 'coordination')"
# Who must never own, create or run what; the two doors of the outside.
DOORS = "('jalon_web', 'jalon_job')"
# Core functions closed to the doors, as the operating system sees them: files, other processes, time, SQL from strings.
CLOSED = ("^(lo_|loread|lowrite|pg_sleep|pg_advisory_(xact_)?(lock|unlock)|pg_try_advisory|"
          "pg_terminate_backend|pg_cancel_backend|"
          "(query|table|cursor|schema|database)_to_xml|dblink|pg_read_(binary_)?file|pg_ls_|pg_stat_file|pg_file_|"
          "pg_current_logfile|pg_logical_|pg_replication_|pg_export_snapshot|pg_notify|ts_stat|pg_reload_conf|"
          "pg_rotate_logfile|pg_promote|pg_switch_wal|pg_create_restore_point|pg_stat_reset|pg_stat_get_activity)")

RULES = {
    'every table has ENABLE and FORCE row security': (
        f"""SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace::regnamespace::text IN {OURS}
            AND c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity)""",
        'CREATE TABLE sec.planted (x int); ALTER TABLE sec.planted ENABLE ROW LEVEL SECURITY', 'sec.planted'),
    'every table is owned by an owner that cannot log in': (
        f"""SELECT c.oid::regclass::text FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
            WHERE c.relnamespace::regnamespace::text IN {OURS}
            AND (r.rolcanlogin OR r.rolname NOT IN ('jalon_sec', 'jalon_owner'))""",
        'ALTER TABLE casework.case_file OWNER TO jalon_migrator', 'casework.case_file'),
    'who makes a ticket reads as of now, not as of the query around it': (
        """SELECT p.oid::regproc::text FROM pg_proc p WHERE p.pronamespace::regnamespace::text = 'sec'
           AND p.provolatile <> 'v' AND p.prosrc ~ 'sec\\.(ticket|ticket_material|act_material)\\(' AND p.prosecdef""",
        "CREATE FUNCTION sec.planted() RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog"
        " AS 'SELECT sec.act_material(NULL, NULL)'", 'sec.planted'),
    'every policy names its roles': (
        "SELECT polrelid::regclass || '.' || polname FROM pg_policy WHERE 0 = ANY (polroles)",
        'CREATE POLICY planted ON casework.case_file USING (false)', 'casework.case_file.planted'),
    'a policy asks sec.me() as (SELECT (sec.me()).x) only': (
        """SELECT p.polrelid::regclass || '.' || p.polname FROM pg_policy p,
           LATERAL (SELECT concat_ws(' ', pg_get_expr(p.polqual, p.polrelid),
                                     pg_get_expr(p.polwithcheck, p.polrelid))) AS e (text)
           WHERE regexp_replace(e.text, '\\( SELECT \\(sec\\.me\\(\\)\\)\\.\\w+ AS \\w+\\)', '', 'g') ~ '\\mme\\M'""",
        'CREATE POLICY planted ON casework.case_file TO jalon_web USING (counsellor_id = (sec.me()).account)',
        'casework.case_file.planted'),
    'a policy asks sec.my_unit() and sec.my_glass() as (SELECT sec.my_x()) only': (
        """SELECT p.polrelid::regclass || '.' || p.polname FROM pg_policy p,
           LATERAL (SELECT concat_ws(' ', pg_get_expr(p.polqual, p.polrelid),
                                     pg_get_expr(p.polwithcheck, p.polrelid))) AS e (text)
           WHERE regexp_replace(e.text, '\\( SELECT sec\\.my_\\w+\\(\\) AS \\w+\\)', '', 'g') ~ '\\mmy_\\w+\\('""",
        'CREATE POLICY planted ON casework.case_file TO jalon_web USING (unit_id = sec.my_unit())',
        'casework.case_file.planted'),
    'a policy for jalon_web asks who is there': (
        """SELECT p.polrelid::regclass || '.' || p.polname FROM pg_policy p
           WHERE 'jalon_web'::regrole = ANY (p.polroles)
           AND coalesce(pg_get_expr(p.polqual, p.polrelid),
                        pg_get_expr(p.polwithcheck, p.polrelid)) !~ 'sec\\.(me|my_\\w+)\\('""",
        'CREATE POLICY planted ON offer.commune TO jalon_web USING (true)', 'offer.commune.planted'),
    'no view without security_invoker': (
        f"""SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace::regnamespace::text IN {OURS}
            AND (c.relkind = 'm' OR c.relkind = 'v'
                 AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false))""",
        'CREATE VIEW casework.planted AS SELECT id FROM casework.case_file', 'casework.planted'),
    # A body without quotes (RETURN ...) was resolved when it was defined, and may be inlined into who calls it.
    'every function pins pg_catalog, pg_temp as its search_path, or has its names resolved': (
        f"""SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN {OURS}
            AND NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (p.proconfig), false)
            AND (p.prosqlbody IS NULL OR p.prosecdef)""",
        'CREATE FUNCTION sec.planted() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;'
        ' REVOKE ALL ON FUNCTION sec.planted() FROM PUBLIC', 'sec.planted()'),
    'every definer function belongs to jalon_sec': (
        f"""SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.prosecdef
            AND p.pronamespace::regnamespace::text <> 'pg_catalog' AND p.proowner <> 'jalon_sec'::regrole""",
        'CREATE FUNCTION offer.planted() RETURNS int LANGUAGE sql SECURITY DEFINER'
        ' SET search_path = pg_catalog, pg_temp AS $$ SELECT 1 $$', 'offer.planted()'),
    'no function of ours is open to PUBLIC': (
        f"""SELECT p.oid::regprocedure::text FROM pg_proc p,
            LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
            WHERE p.pronamespace::regnamespace::text IN {OURS} AND a.grantee = 0""",
        'GRANT EXECUTE ON FUNCTION sec.lag() TO PUBLIC', 'sec.lag()'),
    'no body of a function holds a backslash': (
        f"""SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN {OURS}
            AND strpos(coalesce(pg_get_function_sqlbody(p.oid), p.prosrc), chr(92)) > 0""",
        "CREATE FUNCTION sec.planted() RETURNS bytea LANGUAGE sql SET search_path = pg_catalog, pg_temp"
        " AS $$ SELECT '\\x00'::bytea $$", 'sec.planted()'),
    'no dynamic SQL in a function': (
        f"""SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN {OURS}
            AND p.prosrc ~* '\\mexecute\\M'""",
        "CREATE FUNCTION sec.planted(t text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp"
        " AS $$ BEGIN EXECUTE t; END $$", 'sec.planted(text)'),
    'the doors own nothing': (
        f"""SELECT d.classid::regclass || ' ' || d.objid FROM pg_shdepend d WHERE d.deptype = 'o'
            AND d.refclassid = 'pg_authid'::regclass
            AND d.refobjid IN (SELECT oid FROM pg_roles WHERE rolname IN {DOORS})""",
        'ALTER SCHEMA coordination OWNER TO jalon_web', 'pg_namespace '),
    'the doors create nowhere, not even temporary tables': (
        f"""SELECT r.rolname || ' on ' || n.nspname FROM pg_roles r, pg_namespace n WHERE r.rolname IN {DOORS}
            AND has_schema_privilege(r.oid, n.oid, 'CREATE')
            UNION ALL SELECT r.rolname || ' on the database' FROM pg_roles r WHERE r.rolname ~ '^jalon_'
            AND (has_database_privilege(r.oid, current_database(), 'TEMP')
                 OR has_database_privilege(r.oid, current_database(), 'CREATE'))
            UNION ALL SELECT r.rolname || ' in language ' || l.lanname FROM pg_roles r, pg_language l
            WHERE r.rolname IN {DOORS} AND l.lanpltrusted AND has_language_privilege(r.oid, l.oid, 'USAGE')""",
        'GRANT CREATE ON SCHEMA offer TO PUBLIC', 'jalon_web on offer'),
    'the doors are members of nothing and have no attribute': (
        f"""SELECT r.rolname FROM pg_roles r WHERE r.rolname IN {DOORS}
            AND (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb OR r.rolreplication OR r.rolbypassrls OR r.rolinherit
                 OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid))""",
        'GRANT jalon_owner TO jalon_web', 'jalon_web'),
    'no large-object, sleep, terminate, query_to_xml, dblink, lock or file function is open to jalon_web': (
        f"""SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.proname ~ '{CLOSED}'
            AND has_function_privilege('jalon_web', p.oid, 'EXECUTE')""",
        'GRANT EXECUTE ON FUNCTION pg_catalog.lo_get(oid) TO PUBLIC', 'lo_get(oid)'),
    'jalon_job may start its one lock and no other of these functions': (
        f"""SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.proname ~ '{CLOSED}'
            AND has_function_privilege('jalon_job', p.oid, 'EXECUTE')
            AND p.oid <> 'pg_try_advisory_lock(bigint)'::regprocedure""",
        'GRANT EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) TO jalon_job', 'pg_sleep(double precision)'),
    'jalon_web reads cases, offers and columns of accounts and organisations, and writes no table': (
        f"""SELECT c.oid::regclass::text || ' ' || v FROM pg_class c,
            unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS v
            WHERE c.relnamespace::regnamespace::text IN {OURS} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            AND (has_table_privilege('jalon_web', c.oid, v)
                 OR v IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
                    AND has_any_column_privilege('jalon_web', c.oid, v))
            AND NOT (v = 'SELECT' AND c.relnamespace IN ('casework'::regnamespace, 'offer'::regnamespace))
            AND NOT (v = 'SELECT' AND c.oid IN ('sec.account'::regclass, 'sec.organisation'::regclass)
                     AND NOT has_table_privilege('jalon_web', c.oid, v))""",
        'GRANT SELECT ON sec.account TO jalon_web', 'sec.account SELECT'),
    'jalon_job touches no table': (
        f"""SELECT c.oid::regclass::text || ' ' || v FROM pg_class c,
            unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) AS v
            WHERE c.relnamespace::regnamespace::text IN {OURS} AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
            AND has_any_column_privilege('jalon_job', c.oid, v)""",
        'GRANT SELECT ON sec.outbox TO jalon_job', 'sec.outbox SELECT'),
    'no sequence is open to the doors': (
        f"""SELECT c.oid::regclass::text FROM pg_class c, pg_roles r WHERE c.relkind = 'S' AND r.rolname IN {DOORS}
            AND (has_sequence_privilege(r.oid, c.oid, 'USAGE') OR has_sequence_privilege(r.oid, c.oid, 'SELECT'))""",
        'GRANT USAGE ON SEQUENCE sec.outbox_n_seq TO PUBLIC', 'sec.outbox_n_seq'),
    'no role reaches coordination and casework': (
        """SELECT r.rolname FROM pg_roles r WHERE NOT r.rolsuper AND r.rolname <> 'jalon_owner'
           AND r.rolname !~ '^pg_'
           AND has_schema_privilege(r.oid, 'coordination', 'USAGE')
           AND (has_schema_privilege(r.oid, 'casework', 'USAGE') OR has_schema_privilege(r.oid, 'sec', 'USAGE')
                OR EXISTS (SELECT FROM pg_class c
                           WHERE c.relnamespace IN ('casework'::regnamespace, 'sec'::regnamespace)
                           AND c.relkind IN ('r', 'v', 'm', 'p') AND has_any_column_privilege(r.oid, c.oid, 'SELECT'))
                OR pg_has_role(r.oid, 'jalon_web', 'MEMBER'))""",
        'CREATE ROLE jalon_coordination; GRANT USAGE ON SCHEMA coordination TO jalon_coordination;'
        ' GRANT jalon_web TO jalon_coordination', 'jalon_coordination'),
    'no view, key or function leads from coordination to casework': (
        """SELECT c.oid::regclass::text FROM pg_class c JOIN pg_rewrite w ON w.ev_class = c.oid
           JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
           AND d.refclassid = 'pg_class'::regclass
           JOIN pg_class t ON t.oid = d.refobjid
           WHERE c.relnamespace = 'coordination'::regnamespace
           AND t.relnamespace IN ('casework'::regnamespace, 'sec'::regnamespace)
           UNION ALL SELECT k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
           JOIN pg_class t ON t.oid = k.confrelid
           WHERE c.relnamespace = 'coordination'::regnamespace
           AND t.relnamespace IN ('casework'::regnamespace, 'sec'::regnamespace)
           UNION ALL SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'coordination'::regnamespace
           AND p.prosrc ~* '\\m(casework|sec)\\.'""",
        'CREATE VIEW coordination.planted WITH (security_invoker = true) AS SELECT count(*) FROM casework.case_file',
        'coordination.planted'),
    'every table, column, type and schema has its COMMENT': (
        f"""SELECT c.oid::regclass || coalesce('.' || a.attname, '') FROM pg_class c
            LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relnamespace::regnamespace::text IN {OURS} AND c.relkind IN ('r', 'p', 'v', 'm')
            AND (coalesce(col_description(c.oid, a.attnum), '') = ''
                 OR coalesce(obj_description(c.oid, 'pg_class'), '') = '')
            UNION ALL SELECT n.nspname FROM pg_namespace n WHERE n.nspname IN {OURS}
            AND coalesce(obj_description(n.oid, 'pg_namespace'), '') = ''
            UNION ALL SELECT t.oid::regtype::text FROM pg_type t LEFT JOIN pg_class c ON c.oid = t.typrelid
            WHERE t.typnamespace::regnamespace::text IN {OURS} AND (t.typtype = 'e' OR c.relkind = 'c')
            AND coalesce(obj_description(t.oid, 'pg_type'), '') = ''""",
        'ALTER TABLE casework.case_file ADD COLUMN planted int', 'casework.case_file.planted'),
    'the COMMENT of a table names its world and retention': (
        f"""SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace::regnamespace::text IN {OURS}
            AND c.relkind IN ('r', 'p')
            AND obj_description(c.oid, 'pg_class') !~ ' World: \\w+\\. Retention: \\w+\\.$'""",
        "COMMENT ON TABLE sec.box IS 'boxes'", 'sec.box'),
    'coordination is empty': (
        "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = 'coordination'::regnamespace",
        'CREATE TABLE coordination.planted (x int)', 'coordination.planted'),
}


def breaks(conn, rule):
    """Names of what breaks the rule."""
    return sorted(x for x, in conn.query(RULES[rule][0]))
