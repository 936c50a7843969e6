-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Break-glass from outside the unit: asked with a reason and a fresh code for that very case, given by an officer of
-- the unit that owns it, in her live session, for some hours. Giving is three steps in one transaction: the ticket to
-- share the keys, the boxes with the row, and why, sealed in the case; without the last the row gives nothing.

-- The case that is meant: of another unit, by its id; or, with a unit, that unit's case of the person of an own case,
-- the open one and else the newest. And how long the question may wait. JA004, JA007.
CREATE OR REPLACE FUNCTION sec.to_ask(me sec.who, case_id uuid, unit uuid, OUT target uuid, OUT unit_id uuid,
                                      OUT waits interval)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
BEGIN
    SELECT l.glass_wait INTO waits FROM sec.session_limit l WHERE l.role = me.role AND l.glass IS NOT NULL;
    IF waits IS NULL THEN
        PERFORM sec.refuse('JA004');
    END IF;
    SELECT c.id, c.unit_id INTO target, unit_id
    FROM casework.case_file c
    WHERE sec.my_unit() <> c.unit_id AND CASE WHEN unit IS NULL THEN c.id = case_id ELSE c.unit_id = unit AND c.id IN (
        SELECT q.case_id
        FROM casework.case_file o
        JOIN sec.person_index p ON p.case_id = o.id
        JOIN sec.person_index q ON q.hash = p.hash
        WHERE o.id = case_id AND o.counsellor_id = me.account AND o.unit_id = sec.my_unit()) END
    ORDER BY c.state = 'open' DESC, c.opened_at DESC, c.id LIMIT 1;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION sec.glass_ask_material(case_id uuid, unit uuid) RETURNS bytea
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
BEGIN
    RETURN sec.second_factor(me, (SELECT t.target FROM sec.to_ask(me, case_id, unit) AS t));
END $$;

-- The same asked again while it waits is the same request. JA003, JA004, JA007, JA009.
CREATE OR REPLACE FUNCTION sec.glass_ask(grant_ bytea, case_id uuid, unit uuid, reason text,
                                         OUT id uuid, OUT until timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    started timestamptz := clock_timestamp();
    t record;
BEGIN
    SELECT * INTO t FROM sec.to_ask(me, glass_ask.case_id, glass_ask.unit);
    PERFORM sec.spend_code(me, grant_, t.target, glass_ask.reason);
    UPDATE sec.glass_request r SET state = 'expired'
    WHERE r.account = me.account AND r.case_id = t.target AND r.state = 'open' AND r.until <= started;
    SELECT r.id, r.until INTO glass_ask.id, glass_ask.until
    FROM sec.glass_request r WHERE r.account = me.account AND r.case_id = t.target AND r.state = 'open';
    IF FOUND THEN
        RETURN;
    END IF;
    INSERT INTO sec.glass_request AS n (account, case_id, unit_id, reason, asked_at, until)
    VALUES (me.account, t.target, t.unit_id, glass_ask.reason::sec.reason, started, started + t.waits)
    RETURNING n.id, n.until INTO glass_ask.id, glass_ask.until;
END $$;

-- Newest first: of a unit for a director who holds its secret, without a unit the caller's own. Which case it is
-- somebody of another unit learns with its keys. before_at and before: a row of the page above. JA007.
CREATE OR REPLACE FUNCTION sec.glass_requests(unit uuid, before_at timestamptz, before uuid)
RETURNS TABLE (id uuid, account uuid, login text, name text, org uuid, org_name text, case_id uuid, unit_id uuid,
               unit_name text, reason text, state text, asked_at timestamptz, until timestamptz, decided_by uuid,
               decided_at timestamptz, glass uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('director', 'counsellor');
BEGIN
    IF glass_requests.unit IS NOT NULL AND (me.role <> 'director'
                                            OR glass_requests.unit IS DISTINCT FROM sec.my_unit()) THEN
        PERFORM sec.refuse('JA007');
    END IF;
    RETURN QUERY
        SELECT r.id, a.id, a.login, a.name, o.id, o.name,
               CASE WHEN r.unit_id = glass_requests.unit OR r.state = 'done' THEN r.case_id END, u.id, u.name,
               r.reason::text,
               CASE WHEN r.state = 'open' AND r.until <= clock_timestamp() THEN 'expired' ELSE r.state::text END,
               r.asked_at, r.until, r.decided_by, r.decided_at, r.glass
        FROM sec.glass_request r
        JOIN sec.account a ON a.id = r.account
        JOIN sec.organisation o ON o.id = a.org
        JOIN sec.organisation u ON u.id = r.unit_id
        WHERE (CASE WHEN glass_requests.unit IS NULL THEN r.account = me.account ELSE r.unit_id = glass_requests.unit END)
          AND (glass_requests.before_at IS NULL
               OR (r.asked_at, r.id) < (glass_requests.before_at, glass_requests.before))
        ORDER BY r.asked_at DESC, r.id DESC;
END $$;

-- An open request after its row was locked, for an officer of the unit that owns the case today; the people come first,
-- as everywhere. JA004, JA007, JA012.
CREATE OR REPLACE FUNCTION sec.to_give(me sec.who, request uuid) RETURNS sec.glass_request
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r sec.glass_request;
BEGIN
    IF NOT sec.is_officer(me.account) THEN
        PERFORM sec.refuse('JA004');
    END IF;
    SELECT x.* INTO r FROM sec.glass_request x WHERE x.id = to_give.request AND x.unit_id = me.org;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    PERFORM sec.lock_people(me, r.account);
    SELECT x.* INTO r FROM sec.glass_request x WHERE x.id = r.id FOR NO KEY UPDATE;
    IF r.state <> 'open' OR r.until <= clock_timestamp() OR NOT EXISTS (
        SELECT FROM casework.case_file c WHERE c.id = r.case_id AND c.unit_id = me.org) THEN
        PERFORM sec.refuse('JA012');
    END IF;
    RETURN r;
END $$;

-- Keys of IDENT, JUSTICE and MATCH under which something of the case lies.
CREATE OR REPLACE FUNCTION sec.keys_in_use(case_id uuid) RETURNS SETOF sec.case_key
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
        SELECT k.* FROM sec.case_key k
        WHERE k.case_id = keys_in_use.case_id AND k.compartment IN (1, 2, 3) AND EXISTS (
            SELECT FROM sec.envelope e WHERE e.case_id = k.case_id AND e.compartment = k.compartment
                                         AND e.key_generation = k.generation);
END $$;

-- What the vault needs to seal the keys of the case to her who asked: those of IDENT, JUSTICE and MATCH that there
-- are. Link 2: officer of the unit. JA016: nothing is sealed of this case.
CREATE OR REPLACE FUNCTION sec.glass_give_ticket(request uuid) RETURNS bytea
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    r sec.glass_request := sec.to_give(me, glass_give_ticket.request);
    k record;
BEGIN
    SELECT count(*)::integer AS n, string_agg(substr(int4send(octet_length(x.wrap)), 3) || x.wrap, ''::bytea
                                              ORDER BY x.compartment, x.generation) AS wraps,
           string_agg(sec.ticket_item(1, r.case_id, 1, r.case_id, x.compartment, 2, x.owner_kind, x.owner,
                                      x.owner_generation, x.generation), ''::bytea ORDER BY x.compartment, x.generation) AS items
    INTO k
    FROM sec.keys_in_use(r.case_id) AS x;
    IF k.n NOT BETWEEN 1 AND 32 THEN
        PERFORM sec.refuse('JA016');
    END IF;
    RETURN sec.ticket_material(5, me, r.reason::text, false, k.n,
                               k.items || substr(int4send(1), 4) || uuid_send(r.account)
                               || int4send(sec.generation(1, r.account)))
        || k.wraps || int4send(86) || sec.certificate_of(r.account) || int4send(86) || sec.certificate_of(me.account);
END $$;

-- Keeps what the vault made of glass_give_ticket in this transaction, 106 bytes for each key in the same order, and
-- begins her hours. Then the officer seals why, as record 16. JA009.
CREATE OR REPLACE FUNCTION sec.glass_give(request uuid, boxes bytea, OUT id uuid, OUT until timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    r sec.glass_request := sec.to_give(me, glass_give.request);
    started timestamptz := clock_timestamp();
BEGIN
    IF octet_length(boxes) IS DISTINCT FROM 106 * (
        SELECT count(*) FROM sec.keys_in_use(r.case_id)) THEN
        PERFORM sec.refuse('JA009');
    END IF;
    INSERT INTO sec.glass AS g (account, case_id, unit_id, reason, at, until, given_by)
    SELECT r.account, r.case_id, r.unit_id, r.reason, started, started + l.glass, me.account
    FROM sec.session_limit l JOIN sec.account a ON a.role = l.role WHERE a.id = r.account AND l.glass IS NOT NULL
    RETURNING g.id, g.until INTO glass_give.id, glass_give.until;
    IF NOT FOUND THEN -- her role is another since
        PERFORM sec.refuse('JA012');
    END IF;
    INSERT INTO sec.glass_box AS b (account, case_id, compartment, key_generation, generation, glass, body)
    SELECT r.account, r.case_id, k.compartment, k.generation, sec.generation(1, r.account), glass_give.id,
           substr(boxes, 1 + 106 * (row_number() OVER (ORDER BY k.compartment, k.generation) - 1)::integer, 106)
    FROM sec.keys_in_use(r.case_id) AS k
    ON CONFLICT ON CONSTRAINT glass_box_pkey
    DO UPDATE SET generation = excluded.generation, glass = excluded.glass, body = excluded.body;
    UPDATE sec.glass_request x
    SET state = 'done', decided_by = me.account, decided_at = started, glass = glass_give.id
    WHERE x.id = r.id;
END $$;

-- She who asked takes it back, or a director of the unit refuses it or takes back what was given. JA007, JA012:
-- nothing is open.
CREATE OR REPLACE FUNCTION sec.glass_request_close(request uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    r sec.glass_request;
BEGIN
    SELECT x.* INTO r FROM sec.glass_request x
    WHERE x.id = glass_request_close.request
      AND (x.account = me.account OR me.role = 'director' AND x.unit_id = sec.my_unit())
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF r.state = 'open' AND r.until > clock_timestamp() THEN
        UPDATE sec.glass_request x
        SET state = 'closed', decided_by = CASE WHEN r.account <> me.account THEN me.account END,
            decided_at = CASE WHEN r.account <> me.account THEN clock_timestamp() END
        WHERE x.id = r.id;
    ELSIF r.state <> 'done' OR NOT sec.glass_close(r.glass) THEN
        PERFORM sec.refuse('JA012');
    END IF;
END $$;

-- Clocks: requests that waited long enough, boxes whose hours are over.
CREATE OR REPLACE FUNCTION sec.expire_glass() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE sec.glass_request r SET state = 'expired' WHERE r.state = 'open' AND r.until <= clock_timestamp();
    DELETE FROM sec.glass_box b USING sec.glass g WHERE g.id = b.glass AND NOT sec.is_open(g);
END $$;
