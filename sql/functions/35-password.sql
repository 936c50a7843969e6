-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- A person changes her own password: the vault has checked the old one and a fresh code, and made a new record.

CREATE OR REPLACE FUNCTION sec.password(grant_ bytea, record bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    g record;
    version integer;
BEGIN
    SELECT * INTO g FROM sec.read_grant(grant_, 2);
    IF g.account <> me.account OR password.record IS NULL OR octet_length(password.record) <> 320
        OR sha256(password.record) <> g.record_hash THEN
        PERFORM sec.refuse('JA003');
    END IF;
    UPDATE sec.account x
    SET record = password.record, auth_version = x.auth_version + 1, last_totp_step = g.step
    WHERE x.id = me.account AND x.state = 'active' AND x.auth_version = g.auth_version AND x.last_totp_step < g.step
    RETURNING x.auth_version INTO version;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA003');
    END IF;
    -- The session that asked goes on under the new version; the pair is the same, so is its key blob.
    UPDATE sec.session s SET auth_version = version WHERE s.hash = sec.session_hash() AND s.ended_at IS NULL;
    UPDATE sec.session s SET ended_at = clock_timestamp(), ended_by = 'password', keys = NULL
    WHERE s.account = me.account AND s.hash <> sec.session_hash() AND s.ended_at IS NULL;
END $$;
