-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- What the acts on people share: generations, certificates as bytes, tickets of kind 4 (src/wire/people_msg.h), and
-- who is an officer, that is a director whom two others made one and who holds the unit's secret now.

-- Generation of the newest pair; 0 when there is none.
CREATE OR REPLACE FUNCTION sec.generation(kind integer, owner uuid) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
BEGIN
    RETURN (SELECT coalesce(max(c.generation), 0) FROM sec.certificate c WHERE c.kind = kind AND c.owner = owner);
END $$;

CREATE OR REPLACE FUNCTION sec.owner_kind(org uuid) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT CASE o.kind WHEN 'unit' THEN 2 WHEN 'host' THEN 3 WHEN 'audit' THEN 4 WHEN 'service' THEN 5 END
            FROM sec.organisation o WHERE o.id = org);
END $$;

-- The newest certificate of a user as 86 bytes; empty when there is none.
CREATE OR REPLACE FUNCTION sec.certificate_of(account uuid) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT substr(int2send(c.kind), 2) || uuid_send(c.owner) || int4send(c.generation)
                            || substr(int4send(c.officer::integer), 4) || c.public_key || c.mac
                     FROM sec.certificate c WHERE c.kind = 1 AND c.owner = certificate_of.account
                     ORDER BY c.generation DESC LIMIT 1), ''::bytea);
END $$;

-- Enters a certificate that the vault made for this owner: of this generation and with this flag, else JA009. A
-- generation that is there already keeps its key: only the flag and the MAC over it may change.
CREATE OR REPLACE FUNCTION sec.certify(certificate bytea, kind integer, owner uuid, generation integer,
                                       officer boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF certificate IS NULL OR octet_length(certificate) <> 86
        OR substr(certificate, 1, 22) <> substr(int4send(kind), 4) || uuid_send(owner) || int4send(generation)
                                         || substr(int4send(officer::integer), 4)
    THEN
        PERFORM sec.refuse('JA009');
    END IF;
    INSERT INTO sec.certificate AS c (kind, owner, generation, officer, public_key, mac)
    VALUES (certify.kind, certify.owner, certify.generation, certify.officer, substr(certificate, 23, 32),
            substr(certificate, 55, 32))
    ON CONFLICT ON CONSTRAINT certificate_pkey DO UPDATE SET officer = excluded.officer, mac = excluded.mac
    WHERE c.public_key = excluded.public_key;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA009');
    END IF;
END $$;

-- Keeps a membership box between the newest pairs of an account and an organisation.
CREATE OR REPLACE FUNCTION sec.keep_box(account uuid, org uuid, box bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    org_kind integer := sec.owner_kind(org);
BEGIN
    IF box IS NULL OR octet_length(box) NOT BETWEEN 1 AND 65535 THEN
        PERFORM sec.refuse('JA009');
    END IF;
    INSERT INTO sec.box (kind, recipient_kind, recipient, recipient_generation, subject_kind, subject,
                         subject_generation, body)
    VALUES (1, 1, account, sec.generation(1, account), org_kind, org,
            sec.generation(org_kind, org), box)
    ON CONFLICT (recipient_kind, recipient, kind, recipient_generation, subject_kind, subject, subject_generation)
    DO UPDATE SET body = excluded.body, made_at = now();
END $$;

-- Whether an account has the organisation's secret of today under its pair of today. Of a kind: and the organisation is
-- certified as one. Asked by nearly every statement, so in one query.
CREATE OR REPLACE FUNCTION sec.holds(account uuid, org uuid, org_kind integer) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_variable
BEGIN
    RETURN EXISTS (SELECT FROM sec.box b
                   WHERE b.kind = 1 AND b.recipient_kind = 1 AND b.recipient = account
                     AND b.recipient_generation = (SELECT c.generation FROM sec.certificate c
                                                   WHERE c.kind = 1 AND c.owner = account
                                                   ORDER BY c.generation DESC LIMIT 1)
                     AND b.subject_kind = org_kind AND b.subject = org
                     AND b.subject_generation = (SELECT c.generation FROM sec.certificate c
                                                 WHERE c.kind = org_kind AND c.owner = org
                                                 ORDER BY c.generation DESC LIMIT 1));
END $$;

CREATE OR REPLACE FUNCTION sec.holds(account uuid, org uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN sec.holds(account, org, sec.owner_kind(org));
END $$;

-- Is there somebody in a host who reads and answers for it: here, and with its secret of today?
CREATE OR REPLACE FUNCTION sec.is_manned(host uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM sec.account a
                   WHERE a.org = is_manned.host AND a.state = 'active' AND sec.holds(a.id, is_manned.host));
END $$;

CREATE OR REPLACE FUNCTION sec.is_officer(account uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM sec.account a
                   JOIN sec.certificate c ON c.kind = 1 AND c.owner = a.id AND c.generation = sec.generation(1, a.id)
                   WHERE a.id = is_officer.account AND a.role = 'director' AND a.state = 'active' AND c.officer
                     AND sec.owner_kind(a.org) = 2 AND sec.holds(a.id, a.org));
END $$;

-- Locks the person who acts and the one it is about, always in the same order, and looks again whether the former still
-- may: whoever is disabled at the same instant comes first or not at all.
CREATE OR REPLACE FUNCTION sec.lock_people(me sec.who, account uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM FROM sec.account a WHERE a.id IN (me.account, lock_people.account) ORDER BY a.id FOR NO KEY UPDATE;
    IF (sec.me()).account IS NULL THEN
        PERFORM sec.refuse('JA001');
    END IF;
END $$;

-- The one item of a ticket of kind 4, 63 bytes. A host pair (act 1, statement 4) and a unit's next one (act 5) name the
-- generation to be made.
CREATE OR REPLACE FUNCTION sec.act_item(act integer, statement integer, request uuid, account uuid, generation integer,
                                        org uuid, record_version integer) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    org_kind integer := sec.owner_kind(org);
BEGIN
    RETURN substr(int4send(act), 4) || substr(int4send(statement), 4) || uuid_send(request) || uuid_send(account)
        || int4send(generation) || substr(int4send(org_kind), 4) || uuid_send(org)
        || int4send(sec.generation(org_kind, org) + (act = 1 AND statement = 4 OR act = 5)::integer) || int4send(record_version);
END $$;

-- lv16 ticket around the item, lv16 key blob of the bound session.
CREATE OR REPLACE FUNCTION sec.act_material(me sec.who, item bytea) RETURNS bytea
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN sec.ticket_material(4, me, '', false, 1, item);
END $$;
