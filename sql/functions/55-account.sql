-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Accounts: made and invited by an administrator, tutors by the manager of their host; switched off and on again.
-- Each act is two calls around one of the vault in one transaction: a ticket for its item, then what the vault made
-- of it.

-- What falls when a pair falls: boxes, permits, sessions, her word as an officer, what is asked about her.
CREATE OR REPLACE FUNCTION sec.drop_keys(account uuid, why sec.session_end) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM sec.box b WHERE b.recipient_kind = 1 AND b.recipient = drop_keys.account;
    DELETE FROM sec.glass_box b WHERE b.account = drop_keys.account;
    UPDATE sec.glass_request r SET state = 'closed' WHERE r.account = drop_keys.account AND r.state = 'open';
    DELETE FROM sec.permit p WHERE p.account = drop_keys.account AND p.spent_at IS NULL;
    UPDATE sec.request r SET item = NULL, endorsement = NULL, endorsed_by = NULL, endorsed_at = NULL
    WHERE r.endorsed_by = drop_keys.account AND r.state = 'open';
    UPDATE sec.request r SET state = 'closed' WHERE r.account = drop_keys.account AND r.state = 'open';
    PERFORM sec.end_all(drop_keys.account, why);
END $$;

-- The account after its row was locked, for somebody who may manage it: an administrator any, a host manager the
-- tutors of her own organisation, nobody her own. JA004, JA007.
CREATE OR REPLACE FUNCTION sec.managed(me sec.who, account uuid) RETURNS sec.account
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    a sec.account;
BEGIN
    IF me.role NOT IN ('administrator', 'host_manager') OR managed.account = me.account THEN
        PERFORM sec.refuse('JA004');
    END IF;
    PERFORM sec.lock_people(me, managed.account);
    SELECT x.* INTO a FROM sec.account x
    WHERE x.id = managed.account AND (me.role = 'administrator' OR x.org = me.org);
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF me.role = 'host_manager' AND a.role <> 'tutor' THEN
        PERFORM sec.refuse('JA004');
    END IF;
    RETURN a;
END $$;

-- Generation of the pair to be made for a host with this invitation of a manager, whom only an administrator invites;
-- 0 when none is: somebody else, who may still come, holds the secret of today. Of two at once the second waits here.
CREATE OR REPLACE FUNCTION sec.host_pair(a sec.account) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF a.role <> 'host_manager' OR sec.owner_kind(a.org) <> 3 THEN
        RETURN 0;
    END IF;
    PERFORM FROM sec.organisation o WHERE o.id = a.org FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM sec.account x WHERE x.org = a.org AND x.id <> a.id AND x.state <> 'disabled'
               AND sec.holds(x.id, a.org)) THEN
        RETURN 0;
    END IF;
    RETURN sec.generation(3, a.org) + 1;
END $$;

-- The item for the next pair of an account, and the version that its record will carry; with a host pair, in the place
-- of a request, the generation of the recovery pair, which is the round of the founding.
CREATE OR REPLACE FUNCTION sec.invitation(a sec.account) RETURNS bytea
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    host boolean := sec.host_pair(a) > 0;
    recovery integer := (SELECT CASE WHEN host THEN f.round ELSE 0 END FROM sec.founding f);
BEGIN
    RETURN sec.act_item(1, CASE WHEN host THEN 4 ELSE 0 END,
                        ('00000000-0000-0000-0000-' || lpad(to_hex(recovery), 12, '0'))::uuid, a.id,
                        sec.generation(1, a.id) + 1, a.org, a.auth_version + (a.record IS NOT NULL)::integer);
END $$;

CREATE OR REPLACE FUNCTION sec.account_new(login text, name text, role text, org uuid, idem_key bytea,
                                           idem_digest bytea)
RETURNS TABLE (account uuid, replayed boolean, material bytea)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    me sec.who := sec.must_be();
    made sec.account;
    kind text;
BEGIN
    IF me.role NOT IN ('administrator', 'host_manager')
        OR me.role = 'host_manager' AND (role IS DISTINCT FROM 'tutor' OR org IS DISTINCT FROM me.org) THEN
        PERFORM sec.refuse('JA004');
    END IF;
    IF login IS NULL OR login !~ '^[a-z0-9][a-z0-9._-]{1,62}$'
        OR name IS NULL OR char_length(name) > 200 OR name !~ '[^[:space:]]' OR name ~ '[[:cntrl:]]'
    THEN
        PERFORM sec.refuse('JA009');
    END IF;
    PERFORM sec.lock_people(me, me.account);
    SELECT o.result, o.replayed INTO account, replayed
    FROM sec.once(me, 'account.create', idem_key, idem_digest) AS o;
    IF replayed THEN -- the code was shown once: a replay has the account and nothing to seal
        RETURN NEXT;
        RETURN;
    END IF;
    SELECT o.kind::text INTO kind FROM sec.organisation o WHERE o.id = org;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF NOT coalesce((kind, role) IN (('unit', 'counsellor'), ('unit', 'director'), ('unit', 'referent'),
                                     ('host', 'host_manager'), ('host', 'tutor'), ('audit', 'auditor'),
                                     ('service', 'administrator')), false) THEN
        PERFORM sec.refuse('JA009');
    END IF;
    -- The second of two at once waits here for the first.
    INSERT INTO sec.account AS a (id, login, name, role, org) VALUES (account, login, name, role::sec.role, org)
    ON CONFLICT ON CONSTRAINT account_login_key DO NOTHING
    RETURNING a.* INTO made;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA011');
    END IF;
    material := sec.act_material(me, sec.invitation(made));
    RETURN NEXT;
END $$;

-- Another code for somebody who never came. Who once was here has a reset, by two officers: else whoever makes accounts
-- could take any that two officers had just opened. JA005.
CREATE OR REPLACE FUNCTION sec.account_again(account uuid) RETURNS bytea
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    a sec.account;
BEGIN
    a := sec.managed(me, account_again.account);
    IF a.state <> 'invited' OR a.enrolled_generation > 0 THEN
        PERFORM sec.refuse('JA005');
    END IF;
    RETURN sec.act_material(me, sec.invitation(a));
END $$;

-- What the vault made for a host: its certificate, and its secret for the manager and for the recovery pair.
CREATE OR REPLACE FUNCTION sec.keep_host(a sec.account, pair integer, certificate bytea, box bytea, recovery bytea)
RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF sec.read_u32(keep_host.certificate, 18) <> pair THEN -- another pair came first
        PERFORM sec.refuse('JA005');
    END IF;
    PERFORM sec.certify(keep_host.certificate, 3, a.org, pair, false);
    PERFORM sec.keep_box(a.id, a.org, keep_host.box);
    INSERT INTO sec.box (kind, recipient_kind, recipient, recipient_generation, subject_kind, subject,
                         subject_generation, body)
    SELECT 2, 9, '00000000-0000-0000-0000-000000000000', f.round, 3, a.org, pair, keep_host.recovery
    FROM sec.founding f;
END $$;

-- Takes what the vault made after account_new or account_again. permit: the vault gives one to a host manager, else
-- empty. The last three are a host's first or next pair, all of them or none, as host_pair() wants it now.
CREATE OR REPLACE FUNCTION sec.account_seal(account uuid, record bytea, certificate bytea, permit bytea DEFAULT NULL,
                                            host_certificate bytea DEFAULT NULL, box bytea DEFAULT NULL,
                                            recovery bytea DEFAULT NULL) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    a sec.account;
    pair integer;
    host integer;
    has_permit boolean := coalesce(octet_length(account_seal.permit), 0) > 0;
    sizes integer[] := ARRAY[coalesce(octet_length(account_seal.host_certificate), 0),
                             coalesce(octet_length(account_seal.box), 0),
                             coalesce(octet_length(account_seal.recovery), 0)];
BEGIN
    a := sec.managed(me, account_seal.account);
    IF a.state <> 'invited' OR a.enrolled_generation > 0 THEN
        PERFORM sec.refuse('JA005');
    END IF;
    pair := sec.generation(1, a.id) + 1;
    IF account_seal.record IS NULL OR octet_length(account_seal.record) <> 320 OR account_seal.certificate IS NULL
        OR octet_length(account_seal.certificate) <> 86
        OR has_permit AND (octet_length(account_seal.permit) <> 36 OR me.role <> 'host_manager')
        OR sizes NOT IN (ARRAY[0, 0, 0], ARRAY[86, 106, 106]) THEN
        PERFORM sec.refuse('JA009');
    END IF;
    host := sec.host_pair(a);
    -- Somebody else's invitation came first, of her or of another manager, or the last holder is gone since.
    IF sec.read_u32(account_seal.certificate, 18) <> pair OR (host > 0) <> (sizes[1] > 0) THEN
        PERFORM sec.refuse('JA005');
    END IF;
    PERFORM sec.drop_keys(a.id, 'reset');
    PERFORM sec.certify(account_seal.certificate, 1, a.id, pair, false);
    UPDATE sec.account x
    SET record = account_seal.record, public_key = substr(account_seal.certificate, 23, 32),
        auth_version = x.auth_version + (x.record IS NOT NULL)::integer
    WHERE x.id = a.id;
    IF has_permit THEN
        INSERT INTO sec.permit (account, org, generation, body) VALUES (a.id, a.org, pair, account_seal.permit);
    END IF;
    IF host > 0 THEN
        PERFORM sec.keep_host(a, host, account_seal.host_certificate, account_seal.box, account_seal.recovery);
    END IF;
END $$;

-- disabled, or active for somebody who was disabled. Who is disabled loses sessions and boxes at once; enabled again
-- she has her password, and needs her memberships anew. Returns the open cases left in her caseload. The last
-- administrator stays one: only another can disable her, and is then there herself.
CREATE OR REPLACE FUNCTION sec.account_set_state(account uuid, state text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    a sec.account;
BEGIN
    a := sec.managed(me, account_set_state.account);
    IF account_set_state.state IS NULL OR account_set_state.state NOT IN ('disabled', 'active') THEN
        PERFORM sec.refuse('JA009');
    END IF;
    -- The last who holds a key is not taken away by one person; her sessions can be (end_sessions).
    IF account_set_state.state = 'disabled' AND a.state = 'active' AND a.role <> 'administrator'
        AND sec.holds(a.id, a.org) THEN
        PERFORM FROM sec.organisation o WHERE o.id = a.org FOR NO KEY UPDATE;
        IF NOT EXISTS (SELECT FROM sec.account x WHERE x.org = a.org AND x.id <> a.id AND x.state = 'active'
                       AND sec.holds(x.id, a.org)) THEN
            PERFORM sec.refuse('JA005');
        END IF;
    END IF;
    IF account_set_state.state = 'disabled' AND a.state <> 'disabled' THEN
        UPDATE sec.account x SET state = 'disabled' WHERE x.id = a.id;
        PERFORM sec.drop_keys(a.id, 'disabled');
        DELETE FROM offer.search x WHERE x.account_id = a.id;
    ELSIF account_set_state.state = 'active' AND a.state = 'disabled' THEN
        UPDATE sec.account x
        SET state = CASE WHEN x.enrolled_generation > 0 AND x.enrolled_generation = sec.generation(1, x.id)
                         THEN 'active'::sec.account_state ELSE 'invited' END
        WHERE x.id = a.id;
    ELSIF account_set_state.state = 'active' AND a.state = 'invited' THEN -- only she can take it, with her code
        PERFORM sec.refuse('JA005');
    END IF;
    RETURN (SELECT count(*) FROM casework.case_file c WHERE c.counsellor_id = a.id AND c.state = 'open');
END $$;
