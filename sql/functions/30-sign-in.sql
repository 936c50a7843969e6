-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- What answers before a session: the record of a login, a session for a grant of the vault, a new record for another.
-- Layouts of grant and ticket: src/wire/vault_msg.h.

CREATE OR REPLACE FUNCTION sec.sign_in_material(login text) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found_record bytea;
BEGIN
    SELECT coalesce((SELECT a.record FROM sec.account a
                     WHERE a.login = sign_in_material.login AND a.state <> 'disabled'),
                    (SELECT d.record FROM sec.decoy d))
    INTO found_record;
    IF found_record IS NULL THEN -- not founded yet
        PERFORM sec.refuse('JA003');
    END IF;
    RETURN found_record;
END $$;

-- Whose grant this is, once everything that needs no account has been checked.
CREATE OR REPLACE FUNCTION sec.read_grant(grant_ bytea, kind integer, OUT account uuid, OUT auth_version bigint,
                                          OUT id_hash bytea, OUT step bigint, OUT record_hash bytea)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    k record;
    now_us bigint := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
BEGIN
    IF grant_ IS NULL OR octet_length(grant_) <> 139
        OR substr(grant_, 1, 4) <> convert_to('JGR1', 'UTF8') OR get_byte(grant_, 6) <> kind
    THEN
        PERFORM sec.refuse('JA003');
    END IF;
    SELECT m.ipad, m.opad INTO k FROM sec.mac_key m
    WHERE m.purpose = 'grant' AND m.key_id = get_byte(grant_, 4) * 256 + get_byte(grant_, 5);
    -- Hashes of the MACs are compared, so that the time taken tells nothing about the right one.
    IF NOT FOUND
        OR sha256(sha256(k.opad || sha256(k.ipad || substr(grant_, 1, 107)))) <> sha256(substr(grant_, 108, 32))
    THEN
        PERFORM sec.refuse('JA003');
    END IF;
    IF sec.read_i64(grant_, 68) NOT BETWEEN now_us - 60000000 AND now_us + 5000000 THEN
        PERFORM sec.refuse('JA003');
    END IF;
    account := encode(substr(grant_, 8, 16), 'hex')::uuid;
    auth_version := sec.read_u32(grant_, 24);
    id_hash := substr(grant_, 28, 32);
    step := sec.read_i64(grant_, 60);
    record_hash := substr(grant_, 76, 32);
    IF step <= 0 THEN
        PERFORM sec.refuse('JA003');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION sec.open_session(grant_ bytea, claimed text)
RETURNS TABLE (account uuid, login text, name text, role text, org uuid, org_name text,
               idle_until timestamptz, abs_until timestamptz, material bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    g record;
    a record;
    s record;
    boxes record;
    started timestamptz;
BEGIN
    PERFORM sec.need_read_committed();
    SELECT * INTO g FROM sec.read_grant(grant_, 1);
    -- The row lock makes one winner of two grants for the same step. The record that the vault checked is the account's
    -- own: whoever saw an activation code can have the vault make another one of the same version.
    UPDATE sec.account x SET last_totp_step = g.step
    WHERE x.id = g.account AND x.state = 'active' AND x.auth_version = g.auth_version AND x.last_totp_step < g.step
      AND sha256(x.record) = g.record_hash
    RETURNING x.* INTO a;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA003');
    END IF;
    started := clock_timestamp();
    INSERT INTO sec.session AS n (hash, account, auth_version, opened_at, touched_at, idle_until, abs_until, claimed)
    SELECT g.id_hash, a.id, a.auth_version, started, started, started + l.idle, started + l.absolute,
           left(regexp_replace(coalesce(claimed, ''), '[^!-~]', '', 'g'), 64)
    FROM sec.session_limit l WHERE l.role = a.role
    ON CONFLICT DO NOTHING
    RETURNING n.* INTO s;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA003');
    END IF;
    SELECT count(*) AS n,
           string_agg(substr(int2send(b.kind), 2) || substr(int2send(b.subject_kind), 2) || uuid_send(b.subject)
                      || int4send(b.subject_generation) || int4send(b.recipient_generation),
                      ''::bytea ORDER BY b.kind, CASE b.kind WHEN 5 THEN -b.recipient_generation END, b.id) AS items,
           string_agg(substr(int4send(octet_length(b.body)), 3) || b.body,
                      ''::bytea ORDER BY b.kind, CASE b.kind WHEN 5 THEN -b.recipient_generation END, b.id) AS bodies
    INTO boxes
    FROM sec.box b
    JOIN sec.certificate c ON c.kind = b.subject_kind AND c.owner = b.subject AND c.generation = b.subject_generation
    WHERE b.kind = 1 AND b.recipient_kind = 1 AND b.recipient = a.id AND EXISTS (
            SELECT FROM sec.certificate mine
            WHERE mine.kind = 1 AND mine.owner = a.id AND mine.generation = b.recipient_generation)
        -- Older secrets of her unit, newest first: the vault comes to each by the one after it.
        OR b.kind = 5 AND b.recipient_kind = 2 AND b.recipient = a.org AND b.recipient_generation <= (
            SELECT max(m.subject_generation) FROM sec.box m
            WHERE m.kind = 1 AND m.recipient_kind = 1 AND m.recipient = a.id AND m.subject_kind = 2
              AND m.subject = a.org);
    RETURN QUERY
        SELECT a.id, a.login, a.name, a.role::text, o.id, o.name, s.idle_until, s.abs_until,
               substr(int4send(octet_length(t.ticket)), 3) || t.ticket || coalesce(boxes.bodies, ''::bytea)
        FROM sec.organisation o
        CROSS JOIN LATERAL sec.ticket(3, s.hash, s.abs_until, row(a.id, a.role, a.org)::sec.who, '', false,
                                      boxes.n::integer, coalesce(boxes.items, ''::bytea)) AS t (ticket)
        WHERE o.id = a.org;
END $$;

CREATE OR REPLACE FUNCTION sec.enrol(grant_ bytea, record bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    g record;
BEGIN
    PERFORM sec.need_read_committed();
    SELECT * INTO g FROM sec.read_grant(grant_, 2);
    IF enrol.record IS NULL OR octet_length(enrol.record) <> 320 OR sha256(enrol.record) <> g.record_hash THEN
        PERFORM sec.refuse('JA003');
    END IF;
    UPDATE sec.account x
    SET record = enrol.record, auth_version = x.auth_version + 1, state = 'active', last_totp_step = g.step,
        enrolled_generation = greatest(sec.generation(1, x.id), 1)
    WHERE x.id = g.account AND x.state = 'invited' AND x.auth_version = g.auth_version;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA003');
    END IF;
    UPDATE sec.session s SET ended_at = clock_timestamp(), ended_by = 'password', keys = NULL
    WHERE s.account = g.account AND s.ended_at IS NULL;
END $$;
