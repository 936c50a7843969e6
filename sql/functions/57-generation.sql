-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The next generation of a unit's pair, by command of one of its officers: a ticket that names every member, the vault,
-- and what it made, in one transaction. From then on nothing is sealed under the secret that somebody took along.

-- Members of a unit: whoever holds its secret of today. Their rows and the unit's stay locked, so that who is disabled,
-- reset or made a member at the same instant comes first or after. JA004, JA007; JA016: more than the vault takes.
CREATE OR REPLACE FUNCTION sec.to_move_on(me sec.who, unit uuid) RETURNS uuid[]
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    members uuid[];
BEGIN
    IF me.role <> 'director' THEN
        PERFORM sec.refuse('JA004');
    END IF;
    IF to_move_on.unit IS DISTINCT FROM me.org THEN
        PERFORM sec.refuse('JA007');
    END IF;
    PERFORM FROM sec.account a WHERE a.org = me.org ORDER BY a.id FOR NO KEY UPDATE;
    PERFORM FROM sec.organisation o WHERE o.id = me.org FOR NO KEY UPDATE;
    IF (sec.me()).account IS NULL THEN
        PERFORM sec.refuse('JA001');
    END IF;
    IF NOT sec.is_officer(me.account) THEN
        PERFORM sec.refuse('JA004');
    END IF;
    SELECT array_agg(a.id ORDER BY a.id) INTO members
    FROM sec.account a WHERE a.org = me.org AND a.state <> 'disabled' AND sec.holds(a.id, me.org);
    IF cardinality(members) > 200 OR sec.generation(2, me.org) >= 24 THEN
        PERFORM sec.refuse('JA016');
    END IF;
    RETURN members;
END $$;

CREATE OR REPLACE FUNCTION sec.generation_ticket(unit uuid) RETURNS bytea
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    members uuid[] := sec.to_move_on(me, generation_ticket.unit);
    round integer := (SELECT f.round FROM sec.founding f);
    recovery uuid := ('00000000-0000-0000-0000-' || lpad(to_hex(round), 12, '0'))::uuid;
    own bytea := sec.certificate_of(me.account);
BEGIN
    RETURN sec.ticket_material(4, me, '', false, cardinality(members), (
        SELECT string_agg(sec.act_item(5, 0, recovery, m.id, sec.generation(1, m.id), me.org, 0), ''::bytea ORDER BY m.id)
        FROM unnest(members) AS m (id)))
        || substr(int4send(octet_length(own)), 4) || own || (
        SELECT string_agg(substr(int4send(octet_length(c.b)), 4) || c.b, ''::bytea ORDER BY m.id)
        FROM unnest(members) AS m (id), LATERAL (SELECT sec.certificate_of(m.id)) AS c (b));
END $$;

-- Keeps what the vault made of it: the certificate, the secret for the recovery pair, the one before it for the new
-- pair, a box of 106 bytes for each member, and the key blob of her session. All other sessions end, because none holds
-- the new secret. The generation. JA009.
CREATE OR REPLACE FUNCTION sec.generation_store(unit uuid, certificate bytea, recovery bytea, link bytea, boxes bytea,
                                                keys bytea) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be();
    members uuid[] := sec.to_move_on(me, generation_store.unit);
    made integer := sec.generation(2, me.org) + 1;
    member uuid;
    at integer := 1;
BEGIN
    IF octet_length(boxes) IS DISTINCT FROM 106 * cardinality(members) OR octet_length(link) IS DISTINCT FROM 106
        OR octet_length(recovery) IS DISTINCT FROM 106
        OR keys IS NULL OR octet_length(keys) NOT BETWEEN 1 AND 65535 THEN
        PERFORM sec.refuse('JA009');
    END IF;
    PERFORM sec.certify(generation_store.certificate, 2, me.org, made, false);
    INSERT INTO sec.box (kind, recipient_kind, recipient, recipient_generation, subject_kind, subject,
                         subject_generation, body)
    SELECT 2, 9, '00000000-0000-0000-0000-000000000000', f.round, 2, me.org, made, generation_store.recovery
    FROM sec.founding f
    UNION ALL SELECT 5, 2, me.org, made, 2, me.org, made - 1, generation_store.link;
    FOREACH member IN ARRAY members LOOP
        PERFORM sec.keep_box(member, me.org, substr(boxes, at, 106));
        at := at + 106;
    END LOOP;
    -- The new secret gives all older ones; a box of an older one is only something more to take along.
    DELETE FROM sec.box b
    WHERE b.kind = 1 AND b.subject_kind = 2 AND b.subject = me.org AND b.subject_generation < made;
    UPDATE sec.session s SET ended_at = clock_timestamp(), ended_by = 'keys', keys = NULL
    FROM sec.account a
    WHERE a.org = me.org AND s.account = a.id AND s.ended_at IS NULL AND s.hash <> sec.session_hash();
    UPDATE sec.session s SET keys = generation_store.keys WHERE s.hash = sec.session_hash();
    RETURN made;
END $$;
