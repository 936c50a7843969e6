-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The outbox: how a write is noted, how the worker carries notes to the sealer.

-- Whether the bound session is the loader's of a demonstration.
CREATE OR REPLACE FUNCTION sec.is_demo_load() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    bound bytea;
BEGIN
    IF coalesce(current_setting('jalon.ctx', true), '') = '' THEN
        RETURN false;
    END IF;
    bound := sec.session_hash(); -- once: in the query a short table would be read with a hash for each row
    RETURN EXISTS (SELECT FROM sec.session s, sec.founding f
                   WHERE s.hash = bound AND s.claimed = 'jalon-demo' AND f.demonstration);
END $$;

-- Is a demonstration being loaded? One that was interrupted counts until its sessions have run out.
CREATE OR REPLACE FUNCTION sec.demo_loads() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM sec.founding f WHERE f.demonstration)
        AND EXISTS (SELECT FROM sec.session s WHERE s.claimed = 'jalon-demo' AND s.ended_at IS NULL
                                                    AND least(s.idle_until, s.abs_until) > clock_timestamp());
END $$;

-- Never a day to come. JA004 to who is not the loader. Nothing waits for the disk: a day that a crash took went with the
-- loader's connection.
CREATE OR REPLACE FUNCTION sec.play_day(day date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
BEGIN
    IF NOT sec.is_demo_load() THEN
        PERFORM sec.refuse('JA004');
    END IF;
    IF day > (clock_timestamp() AT TIME ZONE 'Europe/Paris')::date THEN
        PERFORM sec.refuse('JA015');
    END IF;
    PERFORM set_config('synchronous_commit', 'off', true);
    UPDATE sec.session s SET demo_day = day WHERE s.hash = sec.session_hash();
END $$;

-- Notes a write. actor: sec.me(), or the account of a grant; a write of the web process without either is refused.
CREATE OR REPLACE FUNCTION sec.note(actor sec.who, action text, object text, row_id uuid, version integer,
                                    compartment text, case_id uuid, reason sec.reason, digest bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF actor.account IS NULL AND session_user = 'jalon_web' THEN
        PERFORM sec.refuse('JA001');
    END IF;
    -- sec.touch() may have made this commit asynchronous while it was a read.
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    INSERT INTO sec.outbox (actor, role, org, action, object, row_id, version, compartment, case_id, reason, digest)
    VALUES (actor.account, actor.role, actor.org, CASE WHEN sec.is_demo_load() THEN 'demo.load' ELSE action END, object,
            row_id, version, compartment, case_id, reason, digest);
END $$;

-- A binding holds for 30 s; a transaction that wrote under one may not commit later than that.
CREATE OR REPLACE FUNCTION sec.on_outbox() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- SET CONSTRAINTS would ask now and never again: what a session wrote is judged by COMMIT itself.
    IF session_user = 'jalon_web'
        AND (clock_timestamp() - now() > interval '30 seconds'
             OR NEW.action NOT IN ('session.open', 'account.enrol', 'session.close')
                AND current_query() IS DISTINCT FROM 'COMMIT') THEN
        PERFORM sec.refuse('JA001');
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION sec.outbox_take(n integer)
RETURNS TABLE (id uuid, at timestamptz, actor uuid, role text, org uuid, action text, object text, row_id uuid,
               version integer, compartment text, case_id uuid, reason text, digest bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF outbox_take.n IS NULL OR outbox_take.n NOT BETWEEN 1 AND 10000 THEN
        PERFORM sec.refuse('JA009');
    END IF;
    RETURN QUERY
        SELECT o.id, o.at, o.actor, o.role::text, o.org, o.action, o.object, o.row_id, o.version, o.compartment,
               o.case_id, o.reason::text, o.digest
        FROM sec.outbox o WHERE o.sealed_index IS NULL ORDER BY o.n LIMIT outbox_take.n;
END $$;

CREATE OR REPLACE FUNCTION sec.log_cursor() RETURNS TABLE (next_index bigint, write_base bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    RETURN QUERY SELECT c.next_index, c.write_base FROM sec.log_cursor c;
END $$;

-- The rows ids[i] are in the log at indexes[i]; the log was read up to (not including) index upto. Saying it again
-- changes nothing; JA005
-- when a row would get a second index or the cursor would go back, JA007 for an id that was never here: database
-- and log are then not of the same installation, or of different days.
CREATE OR REPLACE FUNCTION sec.outbox_seen(upto bigint, write_base bigint, ids uuid[], indexes bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    c record;
    known bigint;
BEGIN
    IF upto IS NULL OR outbox_seen.write_base IS NULL OR outbox_seen.write_base > upto OR ids IS NULL
        OR indexes IS NULL OR cardinality(ids) <> cardinality(indexes)
        OR array_position(ids, NULL) IS NOT NULL OR array_position(indexes, NULL) IS NOT NULL
        OR EXISTS (SELECT FROM unnest(indexes) AS x (i) WHERE x.i < 0 OR x.i >= upto)
    THEN
        PERFORM sec.refuse('JA009');
    END IF;
    SELECT * INTO c FROM sec.log_cursor FOR UPDATE;
    IF upto < c.next_index OR outbox_seen.write_base < c.write_base THEN
        PERFORM sec.refuse('JA005');
    END IF;
    IF EXISTS (SELECT FROM unnest(ids, indexes) AS x (id, i)
               JOIN sec.outbox o ON o.id = x.id WHERE o.sealed_index <> x.i)
        OR EXISTS (SELECT FROM unnest(ids, indexes) AS x (id, i)
                   JOIN sec.outbox o ON o.sealed_index = x.i WHERE o.id <> x.id)
        OR (SELECT count(DISTINCT x.id) <> count(*) OR count(DISTINCT x.i) <> count(*)
            FROM unnest(ids, indexes) AS x (id, i))
    THEN
        PERFORM sec.refuse('JA005');
    END IF;
    SELECT count(*) INTO known FROM unnest(ids) AS x (id) JOIN sec.outbox o ON o.id = x.id;
    IF known <> cardinality(ids) THEN
        PERFORM sec.refuse('JA007');
    END IF;
    UPDATE sec.outbox o SET sealed_index = x.i, sealed_at = clock_timestamp()
    FROM unnest(ids, indexes) AS x (id, i)
    WHERE o.id = x.id AND o.sealed_index IS NULL;
    UPDATE sec.log_cursor SET next_index = upto, write_base = outbox_seen.write_base
    WHERE (next_index, write_base) IS DISTINCT FROM (upto, outbox_seen.write_base);
END $$;

-- Forgets what the log has had for as long as a backup is kept, ten thousand rows at a time. Until then a row tells
-- what a log that was damaged had said; the worker, which never reads before its cursor again, could do without.
CREATE OR REPLACE FUNCTION sec.forget_sealed() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM sec.outbox o USING (
        SELECT x.n, x.sealed_at FROM sec.outbox x WHERE x.sealed_index IS NOT NULL
        ORDER BY x.sealed_index LIMIT 10000) AS oldest
    WHERE o.n = oldest.n AND oldest.sealed_at < clock_timestamp() - interval '35 days';
END $$;

CREATE OR REPLACE FUNCTION sec.lag() RETURNS TABLE (unsealed bigint, oldest_age interval)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT count(*), clock_timestamp() - min(o.at) FROM sec.outbox o WHERE o.sealed_index IS NULL;
END $$;
