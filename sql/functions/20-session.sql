-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Who asks. A request is one READ COMMITTED transaction that begins with sec.bind; everything else asks sec.me().

-- The person behind this transaction, all null when there is none. The setting names session id and transaction time,
-- so
-- that nothing left over from another transaction counts; the session is looked up again, so that its end bites at
-- once.
CREATE OR REPLACE FUNCTION sec.me() RETURNS sec.who
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ctx text := current_setting('jalon.ctx', true);
    w sec.who;
BEGIN
    IF ctx IS NULL
        OR substr(ctx, 65) <> '|' || extract(epoch FROM now())
        OR clock_timestamp() - now() > interval '30 seconds'
        OR current_setting('transaction_isolation') <> 'read committed'
        OR btrim(convert_to(left(ctx, 64), 'UTF8'), '0123456789abcdef'::bytea) <> ''::bytea
    THEN -- as bytes, because a regular expression would cost more than all the rest
        RETURN NULL;
    END IF;
    SELECT a.id, a.role, a.org INTO w
    FROM sec.session s
    JOIN sec.account a ON a.id = s.account AND a.auth_version = s.auth_version AND a.state = 'active'
    WHERE s.hash = sha256(decode(left(ctx, 64), 'hex')) AND s.ended_at IS NULL
      AND s.idle_until > clock_timestamp() AND s.abs_until > clock_timestamp();
    RETURN w;
END $$;

-- Who asks, for what needs a session: JA001 without one, JA004 when roles are named and hers is not among them.
CREATE OR REPLACE FUNCTION sec.must_be(VARIADIC roles sec.role[] DEFAULT '{}') RETURNS sec.who
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.me();
BEGIN
    IF me.account IS NULL THEN
        PERFORM sec.refuse('JA001');
    END IF;
    IF cardinality(roles) > 0 AND me.role <> ALL (roles) THEN
        PERFORM sec.refuse('JA004');
    END IF;
    RETURN me;
END $$;

-- A write that is safe to send twice. key and digest: 32-byte hashes of what the client sent. The first time result is
-- given or a new id, for the row to be made; a repetition with the same content gets the id of the first. JA009, JA006.
CREATE OR REPLACE FUNCTION sec.once(me sec.who, operation text, key bytea, digest bytea, given uuid DEFAULT NULL,
                                    OUT result uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    before record;
BEGIN
    IF once.key IS NULL OR octet_length(once.key) <> 32 OR once.digest IS NULL OR octet_length(once.digest) <> 32 THEN
        PERFORM sec.refuse('JA009');
    END IF;
    result := coalesce(once.given, gen_random_uuid());
    replayed := false;
    -- The second of two at once waits here for the first, then finds its row.
    INSERT INTO sec.idempotency (account, key, operation, digest, result)
    VALUES (me.account, once.key, once.operation, once.digest, once.result)
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
        RETURN;
    END IF;
    SELECT i.operation, i.digest, i.result INTO before
    FROM sec.idempotency i WHERE i.account = me.account AND i.key = once.key;
    IF before.operation IS DISTINCT FROM once.operation OR before.digest IS DISTINCT FROM once.digest THEN
        PERFORM sec.refuse('JA006');
    END IF;
    result := before.result;
    replayed := true;
END $$;

-- What such a write made already under this key; null: nothing yet. Asks before a look that the first time has changed.
-- JA006.
CREATE OR REPLACE FUNCTION sec.made(operation text, key bytea, digest bytea) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    before record;
BEGIN
    SELECT i.operation, i.digest, i.result INTO before
    FROM sec.idempotency i WHERE i.account = me.account AND i.key = made.key;
    IF FOUND AND (before.operation IS DISTINCT FROM made.operation OR before.digest IS DISTINCT FROM made.digest) THEN
        PERFORM sec.refuse('JA006');
    END IF;
    RETURN before.result;
END $$;

-- Hash of the bound session's id; of no session when none is bound. Only of use after sec.me() gave somebody. Inlined.
CREATE OR REPLACE FUNCTION sec.session_hash() RETURNS bytea
LANGUAGE sql STABLE
    RETURN sha256(decode(left(current_setting('jalon.ctx', true), 64), 'hex'));

CREATE OR REPLACE FUNCTION sec.need_read_committed() RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM sec.refuse('JA002');
    END IF;
END $$;

-- Binds the session with this id (32 bytes) to the transaction.
CREATE OR REPLACE FUNCTION sec.bind(id bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('jalon.ctx', '', true);
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        PERFORM sec.refuse('JA002');
    END IF;
    IF id IS NULL OR octet_length(id) <> 32 THEN
        PERFORM sec.refuse('JA001');
    END IF;
    PERFORM set_config('jalon.ctx', encode(id, 'hex') || '|' || extract(epoch FROM now()), true);
    IF (sec.me()).account IS NULL THEN
        PERFORM sec.refuse('JA001');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION sec.whoami()
RETURNS TABLE (account uuid, login text, name text, role text, org uuid, org_name text,
               idle_until timestamptz, abs_until timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be();
BEGIN
    RETURN QUERY
        SELECT a.id, a.login, a.name, a.role::text, o.id, o.name, s.idle_until, s.abs_until
        FROM sec.session s
        JOIN sec.account a ON a.id = s.account
        JOIN sec.organisation o ON o.id = a.org
        WHERE s.hash = sec.session_hash();
END $$;

-- Extends the idle end, at most once a minute. The commit may be asynchronous only while nothing else was written; what
-- writes later in this transaction turns that back (sec.note).
CREATE OR REPLACE FUNCTION sec.touch() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    mine bytea;
    wrote boolean := pg_current_xact_id_if_assigned() IS NOT NULL; -- before the row lock below takes a number
BEGIN
    mine := sec.session_hash();
    -- A second request of the same session does not wait for the first one's extension.
    PERFORM FROM sec.session s
    WHERE s.hash = mine AND s.touched_at < clock_timestamp() - interval '1 minute'
    FOR NO KEY UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF NOT wrote THEN
        PERFORM set_config('synchronous_commit', 'off', true);
    END IF;
    UPDATE sec.session s
    SET touched_at = clock_timestamp(), idle_until = least(clock_timestamp() + l.idle, s.abs_until)
    FROM sec.session_limit l
    WHERE s.hash = mine AND s.ended_at IS NULL AND l.role = me.role;
END $$;

-- Stores what the vault made of the user's keys for this session.
CREATE OR REPLACE FUNCTION sec.keep_keys(blob bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
BEGIN
    IF blob IS NULL OR octet_length(blob) NOT BETWEEN 1 AND 65535 THEN
        PERFORM sec.refuse('JA009');
    END IF;
    UPDATE sec.session s SET keys = blob WHERE s.hash = sec.session_hash() AND s.ended_at IS NULL;
END $$;

CREATE OR REPLACE FUNCTION sec.sign_out() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
BEGIN
    UPDATE sec.session s SET ended_at = clock_timestamp(), ended_by = 'sign_out', keys = NULL
    WHERE s.hash = sec.session_hash() AND s.ended_at IS NULL;
END $$;
