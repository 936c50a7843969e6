-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- What is asked of two officers, and how they decide: the first one's endorsement, the second one's effect. Each is a
-- ticket and a store in one transaction; the request's row stays locked between them, so two at once come one after
-- the other.

-- Closes what waited too long, and finds what is still open about a person.
CREATE OR REPLACE FUNCTION sec.open_request(account uuid) RETURNS sec.request
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    r sec.request;
BEGIN
    UPDATE sec.request x SET state = 'expired'
    WHERE x.account = open_request.account AND x.state = 'open'
      AND x.asked_at <= clock_timestamp() - interval '14 days';
    SELECT x.* INTO r FROM sec.request x WHERE x.account = open_request.account AND x.state = 'open';
    RETURN r;
END $$;

-- The unit's secret for one of its counsellors or directors; officer: and the right to decide, for a director. Whose
-- certificate still has the flag, enabled again, gets both back with the secret, so that is what the request says.
-- The same asked again by the same person is the same request. JA005: something else is open, she is not active, or
-- she has it.
CREATE OR REPLACE FUNCTION sec.member_ask(org uuid, account uuid, officer boolean) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    me sec.who := sec.must_be();
    a sec.account;
    r sec.request;
    kind sec.request_kind := 'membership';
BEGIN
    IF me.role <> 'administrator' OR account = me.account THEN
        PERFORM sec.refuse('JA004');
    END IF;
    PERFORM sec.lock_people(me, account);
    SELECT x.* INTO a FROM sec.account x WHERE x.id = account AND x.org = org;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF officer IS NULL OR sec.owner_kind(org) <> 2
        OR a.role <> 'director' AND (officer OR a.role <> 'counsellor') THEN
        PERFORM sec.refuse('JA009');
    END IF;
    IF officer OR get_byte(sec.certificate_of(a.id) || decode(repeat('00', 22), 'hex'), 21) = 1 THEN
        kind := 'officer';
    END IF;
    r := sec.open_request(a.id);
    IF r.id IS NOT NULL AND r.kind = kind AND r.asked_by = me.account THEN
        RETURN r.id;
    END IF;
    IF r.id IS NOT NULL OR a.state <> 'active' OR sec.is_officer(a.id) OR NOT officer AND sec.holds(a.id, org) THEN
        PERFORM sec.refuse('JA005');
    END IF;
    INSERT INTO sec.request AS n (kind, account, org, asked_by) VALUES (kind, a.id, a.org, me.account)
    RETURNING n.* INTO r;
    RETURN r.id;
END $$;

-- A new pair for somebody who lost password or second factor. What else was asked about her is overtaken. JA005: she
-- was never here (an invitation does it), or is disabled, or another asked already.
CREATE OR REPLACE FUNCTION sec.reset_ask(account uuid) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    me sec.who := sec.must_be();
    a sec.account;
    r sec.request;
BEGIN
    IF me.role <> 'administrator' AND NOT sec.is_officer(me.account) OR account = me.account THEN
        PERFORM sec.refuse('JA004');
    END IF;
    PERFORM sec.lock_people(me, account);
    SELECT x.* INTO a FROM sec.account x WHERE x.id = account AND (me.role = 'administrator' OR x.org = me.org);
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    r := sec.open_request(a.id);
    IF r.kind = 'reset' AND r.asked_by = me.account THEN
        RETURN r.id;
    END IF;
    IF r.kind = 'reset' OR a.state = 'disabled' OR a.enrolled_generation = 0 THEN
        PERFORM sec.refuse('JA005');
    END IF;
    UPDATE sec.request x SET state = 'closed' WHERE x.id = r.id;
    INSERT INTO sec.request AS n (kind, account, org, asked_by) VALUES ('reset', a.id, a.org, me.account)
    RETURNING n.* INTO r;
    RETURN r.id;
END $$;

-- What was asked in an organisation, newest first; org null: everywhere the caller may look. An administrator looks
-- everywhere, an officer in her unit and in what is no unit, for any officer may decide there.
CREATE OR REPLACE FUNCTION sec.requests(org uuid)
RETURNS TABLE (id uuid, kind text, account uuid, asked_at timestamptz, asked_by uuid, endorsed_by uuid, state text,
               org_id uuid, login text, name text, decided_by uuid, decided_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be();
BEGIN
    IF me.role <> 'administrator'
        AND (NOT sec.is_officer(me.account) OR sec.owner_kind(requests.org) = 2 AND requests.org <> me.org) THEN
        PERFORM sec.refuse('JA004');
    END IF;
    IF requests.org IS NOT NULL AND sec.owner_kind(requests.org) IS NULL THEN
        PERFORM sec.refuse('JA007');
    END IF;
    RETURN QUERY
        SELECT r.id, r.kind::text, r.account, r.asked_at, r.asked_by, r.endorsed_by,
               CASE WHEN r.state = 'open' AND r.asked_at <= clock_timestamp() - interval '14 days' THEN 'expired'
                    ELSE r.state::text END,
               r.org, a.login, a.name, r.decided_by, r.decided_at
        FROM sec.request r
        JOIN sec.account a ON a.id = r.account
        JOIN sec.organisation o ON o.id = r.org
        WHERE r.org = coalesce(requests.org, r.org)
          AND (me.role = 'administrator' OR r.org = me.org OR o.kind <> 'unit')
        ORDER BY r.asked_at DESC, r.id;
END $$;

-- Withdraws a request: whoever may see it in requests().
CREATE OR REPLACE FUNCTION sec.request_close(request uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    r sec.request;
BEGIN
    IF me.role <> 'administrator' AND NOT sec.is_officer(me.account) THEN
        PERFORM sec.refuse('JA004');
    END IF;
    SELECT x.* INTO r FROM sec.request x WHERE x.id = request;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF me.role <> 'administrator' AND r.org <> me.org AND sec.owner_kind(r.org) = 2 THEN
        PERFORM sec.refuse('JA004');
    END IF;
    PERFORM sec.lock_people(me, r.account);
    UPDATE sec.request x SET state = 'closed' WHERE x.id = r.id AND x.state = 'open';
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA012');
    END IF;
END $$;

-- The request after its row was locked, for an officer who may decide it now: of that unit, or any officer when it is
-- no unit; never about herself. item: what her ticket says today. r.endorsement is empty when the first officer's
-- ticket said anything else. JA004, JA007, JA012.
CREATE OR REPLACE FUNCTION sec.to_decide(me sec.who, request uuid, OUT r sec.request, OUT a sec.account, OUT item bytea)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT sec.is_officer(me.account) THEN
        PERFORM sec.refuse('JA004');
    END IF;
    SELECT x.* INTO r FROM sec.request x WHERE x.id = request;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF r.account = me.account OR r.org <> me.org AND sec.owner_kind(r.org) = 2 THEN
        PERFORM sec.refuse('JA004');
    END IF;
    PERFORM sec.lock_people(me, r.account);
    IF NOT sec.is_officer(me.account) THEN
        PERFORM sec.refuse('JA004');
    END IF;
    SELECT x.* INTO r FROM sec.request x WHERE x.id = request FOR NO KEY UPDATE;
    SELECT x.* INTO a FROM sec.account x WHERE x.id = r.account;
    IF r.state <> 'open' OR r.asked_at <= clock_timestamp() - interval '14 days' OR a.org <> r.org
        OR a.state <> 'active' AND (r.kind <> 'reset' OR a.state = 'disabled') THEN
        PERFORM sec.refuse('JA012');
    END IF;
    item := sec.act_item(2, CASE r.kind WHEN 'membership' THEN 1 WHEN 'officer' THEN 2 ELSE 3 END, r.id, a.id,
                         sec.generation(1, a.id), a.org, CASE r.kind WHEN 'reset' THEN a.auth_version + 1 ELSE 0 END);
    IF r.item IS DISTINCT FROM item THEN
        r.endorsement := NULL;
        r.endorsed_by := NULL;
    END IF;
    IF r.endorsed_by = me.account THEN
        PERFORM sec.refuse('JA004');
    END IF;
END $$;

CREATE OR REPLACE FUNCTION sec.approve_ticket(request uuid) RETURNS bytea
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    d record;
    own bytea;
    hers bytea;
    endorsement bytea;
BEGIN
    SELECT * INTO d FROM sec.to_decide(me, request);
    own := sec.certificate_of(me.account);
    hers := sec.certificate_of((d.a).id);
    endorsement := coalesce((d.r).endorsement, ''::bytea);
    RETURN sec.act_material(me, d.item)
        || substr(int4send(octet_length(own)), 4) || own || substr(int4send(octet_length(hers)), 4) || hers
        || substr(int4send(octet_length(endorsement)), 4) || endorsement;
END $$;

-- Takes what the vault made. stage 1: an endorsement and nothing else; stage 2: membership a box; officer a box and a
-- certificate; reset a record, a certificate and a permit. What there is none of is empty or null. JA005: the other
-- stage is due; JA009: not the bytes of this stage.
CREATE OR REPLACE FUNCTION sec.approve_store(request uuid, stage integer, endorsement bytea, box bytea,
                                             certificate bytea, record bytea, permit bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    d record;
    kind sec.request_kind;
    sizes integer[] := ARRAY[coalesce(octet_length(endorsement), 0), coalesce(octet_length(box), 0),
                             coalesce(octet_length(certificate), 0), coalesce(octet_length(record), 0),
                             coalesce(octet_length(permit), 0)];
BEGIN
    SELECT * INTO d FROM sec.to_decide(me, approve_store.request);
    kind := (d.r).kind;
    IF stage IS NULL OR stage NOT IN (1, 2) THEN
        PERFORM sec.refuse('JA009');
    END IF;
    IF (stage = 2) <> ((d.r).endorsement IS NOT NULL) THEN
        PERFORM sec.refuse('JA005');
    END IF;
    IF stage = 1 THEN
        IF sizes <> ARRAY[92, 0, 0, 0, 0] OR substr(endorsement, 1, 4) <> convert_to('JEN1', 'UTF8')
            OR substr(endorsement, 37, 16) <> uuid_send(me.account) THEN
            PERFORM sec.refuse('JA009');
        END IF;
        UPDATE sec.request x
        SET item = d.item, endorsement = approve_store.endorsement, endorsed_by = me.account,
            endorsed_at = clock_timestamp()
        WHERE x.id = (d.r).id;
        RETURN;
    END IF;
    IF sizes[1] <> 0 OR (sizes[2] > 0) <> (kind <> 'reset')
        OR sizes[3] <> (CASE kind WHEN 'membership' THEN 0 ELSE 86 END)
        OR sizes[4] <> (CASE kind WHEN 'reset' THEN 320 ELSE 0 END)
        OR sizes[5] <> (CASE kind WHEN 'reset' THEN 36 ELSE 0 END) THEN
        PERFORM sec.refuse('JA009');
    END IF;
    UPDATE sec.request x SET state = 'done', decided_by = me.account, decided_at = clock_timestamp()
    WHERE x.id = (d.r).id;
    IF kind = 'reset' THEN
        PERFORM sec.reset(d.a, approve_store.certificate, approve_store.record, approve_store.permit);
    ELSE
        IF kind = 'officer' THEN
            PERFORM sec.certify(approve_store.certificate, 1, (d.a).id, sec.generation(1, (d.a).id), true);
        END IF;
        PERFORM sec.keep_box((d.a).id, (d.a).org, approve_store.box);
    END IF;
END $$;

-- A new pair and an enrolment record in the place of the old ones. The permit is kept for who had her organisation's
-- secret, or was still to get it back after an earlier reset.
CREATE OR REPLACE FUNCTION sec.reset(a sec.account, certificate bytea, record bytea, permit bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    pair integer := sec.generation(1, a.id) + 1;
    had boolean := sec.holds(a.id, a.org) OR EXISTS (
        SELECT FROM sec.permit p WHERE p.account = a.id AND p.org = a.org AND p.spent_at IS NULL);
BEGIN
    PERFORM sec.certify(reset.certificate, 1, a.id, pair, false);
    UPDATE sec.account x
    SET record = reset.record, auth_version = x.auth_version + 1, state = 'invited',
        public_key = substr(reset.certificate, 23, 32)
    WHERE x.id = a.id;
    PERFORM sec.drop_keys(a.id, 'reset');
    IF had THEN
        INSERT INTO sec.permit (account, org, generation, body) VALUES (a.id, a.org, pair, reset.permit);
    END IF;
END $$;
