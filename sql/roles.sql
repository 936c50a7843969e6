-- SPDX-License-Identifier: EUPL-1.2
-- Who exists, what each may do to the database and its schemas, and what PostgreSQL opens to everybody and we close.
-- Run by the cluster's superuser, connected to Jalon's database, at every set-up and upgrade; idempotent, plain SQL.
-- Passwords are given by whoever sets the cluster up, never here.

DO $$
DECLARE
    name text;
    held record;
BEGIN
    FOREACH name IN ARRAY ARRAY['jalon_owner', 'jalon_sec', 'jalon_migrator', 'jalon_web', 'jalon_job'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I', name);
        END IF;
        EXECUTE format('ALTER ROLE %I NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', name);
        EXECUTE format('ALTER ROLE %I RESET ALL', name);
        EXECUTE format('ALTER ROLE %I IN DATABASE %I RESET ALL', name, current_database());
    END LOOP;
    -- The doors of the outside are members of nothing, whatever somebody granted by hand; what they own would be a
    -- way in.
    FOR held IN SELECT m.roleid::regrole AS role, m.member::regrole AS member FROM pg_catalog.pg_auth_members m
                WHERE m.member IN ('jalon_web'::regrole, 'jalon_job'::regrole) LOOP
        EXECUTE format('REVOKE %s FROM %s', held.role, held.member);
    END LOOP;
END $$;

ALTER ROLE jalon_owner NOLOGIN INHERIT;
ALTER ROLE jalon_sec NOLOGIN INHERIT;
ALTER ROLE jalon_migrator LOGIN NOINHERIT;
ALTER ROLE jalon_web LOGIN NOINHERIT;
ALTER ROLE jalon_job LOGIN NOINHERIT;
GRANT jalon_owner, jalon_sec TO jalon_migrator;
-- For sec.end_old() alone: it ends web transactions that are older than a binding may be.
GRANT pg_read_all_stats, pg_signal_backend TO jalon_sec;

COMMENT ON ROLE jalon_owner IS 'Owns the schemas offer, casework, coordination. Cannot log in.';
COMMENT ON ROLE jalon_sec IS 'Owns schema sec and every SECURITY DEFINER function. Cannot log in.';
COMMENT ON ROLE jalon_migrator IS 'Applies patches by SET ROLE, founds an installation, loads reference data.';
COMMENT ON ROLE jalon_web IS 'jalond. Sees rows only of a proven live session.';
COMMENT ON ROLE jalon_job IS 'jalon-worker. EXECUTE on a few functions, no table.';

-- Settings. A role can change most of them for itself, for good: they protect from accidents; from intent do sec.me(),
-- sec.end_old(), and what our programs say at each connection (src/store/conn.c). Setting up anew takes changes back.
ALTER ROLE jalon_web SET search_path = pg_catalog, pg_temp;
ALTER ROLE jalon_web SET default_transaction_isolation = 'read committed';
ALTER ROLE jalon_web SET statement_timeout = '10s';
ALTER ROLE jalon_web SET lock_timeout = '5s';
ALTER ROLE jalon_web SET idle_in_transaction_session_timeout = '30s';
ALTER ROLE jalon_web SET temp_file_limit = '256MB';
ALTER ROLE jalon_web SET jit = off;
-- Bound parameters hold session ids: they never reach the server's log.
ALTER ROLE jalon_web SET log_parameter_max_length = 0;
ALTER ROLE jalon_web SET log_parameter_max_length_on_error = 0;

ALTER ROLE jalon_job SET search_path = pg_catalog, pg_temp;
ALTER ROLE jalon_job SET default_transaction_isolation = 'read committed';
ALTER ROLE jalon_job SET statement_timeout = '60s';
ALTER ROLE jalon_job SET lock_timeout = '10s';
ALTER ROLE jalon_job SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE jalon_job SET jit = off;

ALTER ROLE jalon_migrator SET search_path = pg_catalog, pg_temp;
ALTER ROLE jalon_migrator SET default_transaction_isolation = 'read committed';
ALTER ROLE jalon_migrator SET lock_timeout = '30s';
-- Founding passes MAC keys and records as parameters.
ALTER ROLE jalon_migrator SET log_parameter_max_length = 0;
ALTER ROLE jalon_migrator SET log_parameter_max_length_on_error = 0;

-- The database: nobody connects but our roles, nobody makes temporary tables.
DO $$
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM jalon_owner, jalon_sec, jalon_migrator, jalon_web, jalon_job',
                   current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO jalon_migrator, jalon_web, jalon_job', current_database());
END $$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA IF NOT EXISTS sec AUTHORIZATION jalon_sec;
CREATE SCHEMA IF NOT EXISTS offer AUTHORIZATION jalon_owner;
CREATE SCHEMA IF NOT EXISTS casework AUTHORIZATION jalon_owner;
CREATE SCHEMA IF NOT EXISTS coordination AUTHORIZATION jalon_owner;
-- Operators for exclusion constraints over ids and days; nobody needs to name what is in this schema.
CREATE SCHEMA IF NOT EXISTS ext;
COMMENT ON SCHEMA ext IS 'Extensions of PostgreSQL.';
REVOKE ALL ON SCHEMA ext FROM PUBLIC;
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA ext;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA ext FROM PUBLIC;
COMMENT ON SCHEMA sec IS
    'Accounts, sessions, keys and boxes, the outbox: what proves who asks. Readable by its functions only.';
COMMENT ON SCHEMA offer IS 'World of hosts and posts, with public reference data. Ordinary personal-data law.';
COMMENT ON SCHEMA casework IS 'World of persons, measures and placements. Police-justice law.';
COMMENT ON SCHEMA coordination IS
    'World of local bodies, actions and the observatory. Published aggregates only: '
    'no key, view or role leads from here to casework.';

REVOKE ALL ON SCHEMA sec, offer, casework, coordination FROM PUBLIC, jalon_web, jalon_job, jalon_migrator;
REVOKE ALL ON SCHEMA sec FROM jalon_owner;
REVOKE ALL ON SCHEMA offer, casework, coordination FROM jalon_sec;
GRANT USAGE ON SCHEMA sec TO jalon_owner, jalon_web, jalon_job, jalon_migrator;
GRANT USAGE ON SCHEMA offer TO jalon_web, jalon_migrator;
GRANT USAGE, CREATE ON SCHEMA offer TO jalon_sec;    -- its definer functions live beside the tables that they serve
GRANT USAGE ON SCHEMA casework TO jalon_web;
GRANT USAGE, CREATE ON SCHEMA casework TO jalon_sec; -- likewise

-- A new function is open to nobody until a grant says so.
ALTER DEFAULT PRIVILEGES FOR ROLE jalon_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE jalon_sec REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE jalon_migrator REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- No anonymous blocks and no functions of their own for the outside.
REVOKE USAGE ON LANGUAGE plpgsql, sql FROM PUBLIC;
GRANT USAGE ON LANGUAGE plpgsql, sql TO jalon_owner, jalon_sec;

-- Core functions that a service never needs and an injected statement would love: large objects, sleeping, ending or
-- watching others, running SQL from a string, locks that outlive a transaction, files and snapshots of the server.
DO $$
DECLARE
    f record;
BEGIN
    FOR f IN
        SELECT p.oid::regprocedure AS signature
        FROM pg_catalog.pg_proc p
        WHERE p.pronamespace = 'pg_catalog'::regnamespace
          AND (p.proname ~ '^(lo_|pg_sleep|pg_advisory_|pg_try_advisory_|pg_ls_|pg_read_|pg_file_)'
               OR p.proname ~ '^(pg_logical_|pg_replication_)'
               OR p.proname ~ '^(query|table|cursor|schema|database)_to_xml'
               OR p.proname IN ('loread', 'lowrite', 'pg_terminate_backend', 'pg_cancel_backend', 'pg_stat_file',
                                'pg_current_logfile', 'pg_export_snapshot', 'pg_notify', 'ts_stat', 'pg_reload_conf',
                                'pg_rotate_logfile', 'pg_rotate_logfile_old', 'pg_log_backend_memory_contexts',
                                'pg_get_backend_memory_contexts',
                                'pg_stat_get_activity', 'pg_stat_reset', 'pg_promote', 'pg_create_restore_point',
                                'pg_switch_wal', 'currtid2')
               OR (p.proname = 'ts_rewrite' AND p.pronargs = 2))
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC, jalon_web, jalon_job', f.signature);
    END LOOP;
END $$;
-- One worker and one migrator at a time: each waits for, or finds, the other of its kind.
GRANT EXECUTE ON FUNCTION pg_catalog.pg_try_advisory_lock(bigint) TO jalon_job;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO jalon_migrator;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_terminate_backend(integer, bigint) TO jalon_sec;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_stat_get_activity(integer) TO jalon_sec, pg_monitor;
