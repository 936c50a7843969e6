-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The key of a placement, boxed to its host while its window is open.

-- Placements that wait for their key to be boxed to the host, because it has a pair, or a newer one, since (the task of
-- who follows the case); all at once, because a caseload has many.
CREATE OR REPLACE FUNCTION sec.needs_share() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    unit uuid := sec.my_unit();
BEGIN
    RETURN ARRAY(
        SELECT p.id FROM casework.placement p
        JOIN casework.case_file c ON c.id = p.case_id
        CROSS JOIN LATERAL (SELECT sec.generation(3, p.host_id) AS of_host OFFSET 0) AS g
        LEFT JOIN sec.placement_box b ON b.case_id = p.case_id AND b.ordinal = p.ordinal
        WHERE c.counsellor_id = me.account AND p.unit_id = unit AND p.state IN ('proposed', 'accepted', 'signed')
          AND g.of_host > coalesce(b.host_generation, 0) AND casework.shows(p)
        ORDER BY p.id);
END $$;

-- Waits an attestation for the counsellor, the host being unable to give it? For the task of who follows the case.
CREATE OR REPLACE FUNCTION sec.attests(placement uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    p casework.placement;
BEGIN
    SELECT x.* INTO p FROM casework.placement x WHERE x.id = attests.placement AND x.unit_id = sec.my_unit();
    RETURN FOUND AND p.state = 'ended' AND p.attested_on IS NULL AND casework.attests(p);
END $$;

-- Whether the caller, of its host, holds the secret that opens what was shared with it of a placement.
CREATE OR REPLACE FUNCTION sec.has_key(placement uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('host_manager', 'tutor');
    host uuid := sec.my_host();
BEGIN
    RETURN EXISTS (SELECT FROM casework.placement p
                   JOIN sec.placement_box b ON b.case_id = p.case_id AND b.ordinal = p.ordinal
                   WHERE p.id = has_key.placement AND p.host_id = host AND casework.shows(p)
                     AND b.host_generation = sec.generation(3, host));
END $$;

-- What the vault needs to seal the key of a placement to its host; null when the host has no pair, or has the key
-- already. JA007, JA016.
CREATE OR REPLACE FUNCTION sec.share_ticket(placement uuid) RETURNS bytea
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    p casework.placement := casework.lock_placement(me, share_ticket.placement, NULL);
    k record;
    host record;
BEGIN
    PERFORM casework.need_own(me, p);
    IF NOT casework.shows(p) THEN
        PERFORM sec.refuse('JA016');
    END IF;
    -- The host gets no other pair before the box is stored.
    PERFORM FROM sec.organisation o WHERE o.id = p.host_id FOR SHARE;
    SELECT c.* INTO host FROM sec.certificate c
    WHERE c.kind = 3 AND c.owner = p.host_id ORDER BY c.generation DESC LIMIT 1;
    IF NOT FOUND OR EXISTS (SELECT FROM sec.placement_box b
                            WHERE b.case_id = p.case_id AND b.ordinal = p.ordinal AND b.host_generation = host.generation) THEN
        RETURN NULL;
    END IF;
    SELECT x.* INTO k FROM sec.case_key x
    WHERE x.case_id = p.case_id AND x.compartment = 4 AND x.generation = p.ordinal;
    IF NOT FOUND THEN -- nothing is sealed yet
        PERFORM sec.refuse('JA016');
    END IF;
    RETURN sec.ticket_material(5, me, '', false, 1,
        sec.ticket_item(4, p.id, 1, p.case_id, 4, 1, k.owner_kind, k.owner, k.owner_generation, k.generation)
        || substr(int4send(3), 4) || uuid_send(p.host_id) || int4send(host.generation))
        || substr(int4send(octet_length(k.wrap)), 3) || k.wrap || int4send(86)
        || substr(int2send(host.kind), 2) || uuid_send(host.owner) || int4send(host.generation)
        || substr(int4send(host.officer::integer), 4) || host.public_key || host.mac;
END $$;

-- Keeps the box that the vault made of share_ticket in this transaction. JA007, JA009, JA016.
CREATE OR REPLACE FUNCTION sec.share_store(placement uuid, box bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('counsellor');
    p casework.placement := casework.lock_placement(me, share_store.placement, NULL);
BEGIN
    PERFORM casework.need_own(me, p);
    IF share_store.box IS NULL OR octet_length(share_store.box) NOT BETWEEN 1 AND 1024 THEN
        PERFORM sec.refuse('JA009');
    END IF;
    IF NOT casework.shows(p) THEN
        PERFORM sec.refuse('JA016');
    END IF;
    INSERT INTO sec.placement_box AS b (case_id, ordinal, host_id, host_generation, body)
    VALUES (p.case_id, p.ordinal, p.host_id, sec.generation(3, p.host_id), share_store.box)
    ON CONFLICT ON CONSTRAINT placement_box_pkey
    DO UPDATE SET host_generation = excluded.host_generation, body = excluded.body, made_at = now();
EXCEPTION WHEN foreign_key_violation THEN -- nothing is sealed yet, or the host has no pair
    PERFORM sec.refuse('JA016');
END $$;
