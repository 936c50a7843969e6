-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Founding an installation: the first organisations, accounts, keys. Open to the migrator until sec.found_close();
-- once more
-- after sec.refound_open() (76-recovery.sql), where what is there keeps its id and gets its keys anew.

CREATE OR REPLACE FUNCTION sec.need_founding() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM sec.founding f WHERE f.open FOR SHARE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA010');
    END IF;
END $$;

-- Whether this founding is a recovery.
CREATE OR REPLACE FUNCTION sec.found_again() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM sec.founding f WHERE f.open AND f.round > 1);
END $$;

-- A MAC key as the two blocks that HMAC-SHA-256 begins with.
CREATE OR REPLACE FUNCTION sec.mac_pads(key bytea, OUT ipad bytea, OUT opad bytea)
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    padded bytea := key || decode(repeat('00', 32), 'hex');
BEGIN
    IF key IS NULL OR octet_length(key) <> 32 THEN
        PERFORM sec.refuse('JA009');
    END IF;
    ipad := padded;
    opad := padded;
    FOR i IN 0 .. 63 LOOP
        ipad := set_byte(ipad, i, get_byte(padded, i) # 54);
        opad := set_byte(opad, i, get_byte(padded, i) # 92);
    END LOOP;
END $$;

CREATE OR REPLACE FUNCTION sec.found_mac_key(purpose text, key_id integer, key bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.need_founding();
    INSERT INTO sec.mac_key (purpose, key_id, ipad, opad)
    SELECT found_mac_key.purpose::sec.mac_purpose, found_mac_key.key_id, p.ipad, p.opad FROM sec.mac_pads(key) p;
EXCEPTION WHEN integrity_constraint_violation OR invalid_text_representation THEN
    PERFORM sec.refuse('JA009');
END $$;

-- Said by the ceremony of a demonstration; never taken back.
CREATE OR REPLACE FUNCTION sec.found_demonstration() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.need_founding();
    UPDATE sec.founding f SET demonstration = true WHERE NOT f.demonstration;
END $$;

CREATE OR REPLACE FUNCTION sec.found_decoy(record bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.need_founding();
    INSERT INTO sec.decoy (record) VALUES (found_decoy.record);
EXCEPTION WHEN integrity_constraint_violation THEN
    PERFORM sec.refuse('JA009');
END $$;

CREATE OR REPLACE FUNCTION sec.found_organisation(id uuid, kind text, name text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.need_founding();
    IF sec.found_again() THEN
        UPDATE sec.organisation o SET name = found_organisation.name
        WHERE o.id = found_organisation.id AND o.kind::text = found_organisation.kind;
        IF FOUND THEN
            RETURN;
        END IF;
    END IF;
    INSERT INTO sec.organisation (id, kind, name)
    VALUES (found_organisation.id, found_organisation.kind::sec.organisation_kind, found_organisation.name);
EXCEPTION WHEN integrity_constraint_violation OR invalid_text_representation THEN
    PERFORM sec.refuse('JA009');
END $$;

CREATE OR REPLACE FUNCTION sec.found_account(id uuid, login text, name text, role text, org uuid, record bytea,
                                             public_key bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.need_founding();
    IF sec.found_again() THEN
        UPDATE sec.account a
        SET state = 'invited', name = found_account.name, role = found_account.role::sec.role, org = found_account.org,
            record = found_account.record, public_key = found_account.public_key, auth_version = a.auth_version + 1
        WHERE a.id = found_account.id AND a.login = found_account.login AND a.state = 'disabled';
        IF FOUND THEN
            RETURN;
        END IF;
    END IF;
    INSERT INTO sec.account (id, login, name, role, org, record, public_key)
    VALUES (found_account.id, found_account.login, found_account.name, found_account.role::sec.role, found_account.org,
            found_account.record, found_account.public_key);
EXCEPTION WHEN integrity_constraint_violation OR invalid_text_representation THEN
    PERFORM sec.refuse('JA009');
END $$;

CREATE OR REPLACE FUNCTION sec.found_certificate(kind integer, owner uuid, generation integer, officer boolean,
                                                 public_key bytea, mac bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.need_founding();
    INSERT INTO sec.certificate (kind, owner, generation, officer, public_key, mac)
    VALUES (found_certificate.kind, found_certificate.owner, found_certificate.generation, found_certificate.officer,
            found_certificate.public_key, found_certificate.mac);
EXCEPTION WHEN integrity_constraint_violation OR numeric_value_out_of_range THEN
    PERFORM sec.refuse('JA009');
END $$;

CREATE OR REPLACE FUNCTION sec.found_box(kind integer, recipient_kind integer, recipient uuid,
                                         recipient_generation integer, subject_kind integer, subject uuid,
                                         subject_generation integer, body bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.need_founding();
    IF sec.found_again() AND found_box.kind = 2 THEN -- the recovery pair may be new too
        DELETE FROM sec.box b
        WHERE b.kind = 2 AND b.recipient_kind = found_box.recipient_kind AND b.recipient = found_box.recipient
          AND b.recipient_generation = found_box.recipient_generation AND b.subject_kind = found_box.subject_kind
          AND b.subject = found_box.subject AND b.subject_generation = found_box.subject_generation;
    END IF;
    INSERT INTO sec.box (kind, recipient_kind, recipient, recipient_generation, subject_kind, subject,
                         subject_generation, body)
    VALUES (found_box.kind, found_box.recipient_kind, found_box.recipient, found_box.recipient_generation,
            found_box.subject_kind, found_box.subject, found_box.subject_generation, found_box.body);
EXCEPTION WHEN integrity_constraint_violation OR numeric_value_out_of_range THEN
    PERFORM sec.refuse('JA009');
END $$;

-- Closes founding. JA009 while a key or the decoy is missing, or everybody is disabled: nobody could sign in.
CREATE OR REPLACE FUNCTION sec.found_close() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.need_founding();
    IF (SELECT count(DISTINCT m.purpose) FROM sec.mac_key m) <> 2 OR NOT EXISTS (SELECT FROM sec.decoy)
        OR NOT EXISTS (SELECT FROM sec.account a WHERE a.state <> 'disabled') THEN
        PERFORM sec.refuse('JA009');
    END IF;
    UPDATE sec.founding f SET open = false, closed_at = clock_timestamp() WHERE f.open;
END $$;
