-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- The change of the two MAC keys while everything runs (keys/README.md). The next ones stand beside the old: tickets are
-- made with the newest, grants are taken of both. Then the old are dropped.

-- Nobody else changes MAC keys meanwhile. JA016: nothing is founded, or a founding is open.
CREATE OR REPLACE FUNCTION sec.hold_mac_keys() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM sec.founding f WHERE NOT f.open FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA016');
    END IF;
END $$;

-- The next key of a purpose, with the id that follows; given again it changes nothing. JA009: another id, or another key
-- under one that is there; JA016: the old one of the change before was not dropped.
CREATE OR REPLACE FUNCTION sec.next_mac_key(purpose text, key_id integer, key bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p record;
    there record;
BEGIN
    PERFORM sec.hold_mac_keys();
    SELECT * INTO p FROM sec.mac_pads(key);
    SELECT count(*) AS n, max(m.key_id) AS newest, bool_or(m.key_id = next_mac_key.key_id) AS has,
           bool_or(m.key_id = next_mac_key.key_id AND m.ipad = p.ipad AND m.opad = p.opad) AS same
    INTO there FROM sec.mac_key m WHERE m.purpose::text = next_mac_key.purpose;
    IF there.same THEN
        RETURN;
    END IF;
    IF there.has IS NOT FALSE OR next_mac_key.key_id IS DISTINCT FROM there.newest + 1 THEN
        PERFORM sec.refuse('JA009');
    END IF;
    IF there.n > 1 THEN
        PERFORM sec.refuse('JA016');
    END IF;
    INSERT INTO sec.mac_key (purpose, key_id, ipad, opad)
    VALUES (next_mac_key.purpose::sec.mac_purpose, next_mac_key.key_id, p.ipad, p.opad);
EXCEPTION WHEN integrity_constraint_violation THEN
    PERFORM sec.refuse('JA009');
END $$;

-- Drops all keys before key_id, with which the vault makes its grants; done again it changes nothing. JA016: key_id is
-- not the newest of both purposes; JA015: it came less than a minute ago, grants and tickets of the old may be on the
-- way.
CREATE OR REPLACE FUNCTION sec.drop_mac_keys(key_id integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.hold_mac_keys();
    IF (SELECT count(*) FROM sec.mac_key m WHERE m.key_id = drop_mac_keys.key_id) <> 2
        OR EXISTS (SELECT FROM sec.mac_key m WHERE m.key_id > drop_mac_keys.key_id)
    THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF EXISTS (SELECT FROM sec.mac_key m WHERE m.key_id < drop_mac_keys.key_id)
        AND (SELECT max(m.made_at) FROM sec.mac_key m) > clock_timestamp() - interval '60 seconds'
    THEN
        PERFORM sec.refuse('JA015');
    END IF;
    DELETE FROM sec.mac_key m WHERE m.key_id < drop_mac_keys.key_id;
END $$;
