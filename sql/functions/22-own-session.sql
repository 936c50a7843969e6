-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The sessions of a person: her own list, ending one of them, ending all of somebody.

-- Live ones, newest first.
CREATE OR REPLACE FUNCTION sec.own_sessions()
RETURNS TABLE (id uuid, opened_at timestamptz, touched_at timestamptz, abs_until timestamptz, claimed text,
               current boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be();
BEGIN
    RETURN QUERY
        SELECT s.id, s.opened_at, s.touched_at, s.abs_until, s.claimed, s.hash = sec.session_hash()
        FROM sec.session s
        JOIN sec.account a ON a.id = s.account AND a.auth_version = s.auth_version
        WHERE s.account = me.account AND s.ended_at IS NULL
          AND s.idle_until > clock_timestamp() AND s.abs_until > clock_timestamp()
        ORDER BY s.opened_at DESC, s.id;
END $$;

-- One of the own live ones, the bound one too.
CREATE OR REPLACE FUNCTION sec.end_session(id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
BEGIN
    UPDATE sec.session s SET ended_at = clock_timestamp(), ended_by = 'sign_out', keys = NULL
    WHERE s.id = end_session.id AND s.account = me.account AND s.ended_at IS NULL
      AND s.idle_until > clock_timestamp() AND s.abs_until > clock_timestamp();
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
END $$;

-- All of one person, by an administrator; how many were live.
CREATE OR REPLACE FUNCTION sec.end_sessions(account uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('administrator');
BEGIN
    PERFORM FROM sec.account a WHERE a.id = end_sessions.account FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    RETURN sec.end_all(end_sessions.account, 'administrator');
END $$;

-- Ends every session of an account whose row the caller has locked; how many.
CREATE OR REPLACE FUNCTION sec.end_all(account uuid, why sec.session_end) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ended integer;
BEGIN
    UPDATE sec.session s SET ended_at = clock_timestamp(), ended_by = end_all.why, keys = NULL
    WHERE s.account = end_all.account AND s.ended_at IS NULL;
    GET DIAGNOSTICS ended = ROW_COUNT;
    RETURN ended;
END $$;
