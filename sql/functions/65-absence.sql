-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Absences of contacts of a host, and who stands in.

-- Another contact of the host stands in, or nobody does; else JA007. The host is locked, so that none of them leaves.
CREATE OR REPLACE FUNCTION offer.need_stand_in(c offer.contact, stand_in uuid) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF need_stand_in.stand_in IS NOT NULL AND NOT EXISTS (
        SELECT FROM offer.contact x
        WHERE x.id = need_stand_in.stand_in AND x.host_id = c.host_id AND x.id <> c.id) THEN
        PERFORM sec.refuse('JA007');
    END IF;
END $$;

-- Days on which a contact is away, both ends included. JA018: on some of them she is already.
CREATE OR REPLACE FUNCTION offer.absence_new(contact uuid, first_day date, last_day date, stand_in uuid, idem_key bytea,
                                             idem_digest bytea, OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    c offer.contact;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'absence.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    c := offer.lock_contact(me, contact);
    PERFORM offer.need_stand_in(c, stand_in);
    INSERT INTO offer.absence (id, contact_id, host_id, days, stand_in)
    VALUES (absence_new.id, c.id, c.host_id, daterange(first_day, last_day, '[]'), absence_new.stand_in);
EXCEPTION WHEN exclusion_violation THEN
    PERFORM sec.refuse('JA018');
END $$;

-- An absence after its contact was locked. JA007, JA005 when expected is given and is not its version.
CREATE OR REPLACE FUNCTION offer.lock_absence(me sec.who, absence uuid, expected integer) RETURNS offer.absence
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    a offer.absence;
BEGIN
    PERFORM offer.lock_contact(me, (SELECT x.contact_id FROM offer.absence x WHERE x.id = lock_absence.absence));
    SELECT x.* INTO a FROM offer.absence x WHERE x.id = lock_absence.absence FOR UPDATE;
    IF NOT FOUND THEN -- somebody else was first
        PERFORM sec.refuse('JA007');
    END IF;
    IF expected IS NOT NULL AND expected <> a.version THEN
        PERFORM sec.refuse('JA005');
    END IF;
    RETURN a;
END $$;

CREATE OR REPLACE FUNCTION offer.absence_put(id uuid, expected integer, first_day date, last_day date, stand_in uuid)
RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    a offer.absence := offer.lock_absence(me, absence_put.id, absence_put.expected);
BEGIN
    PERFORM offer.need_stand_in((SELECT x FROM offer.contact x WHERE x.id = a.contact_id), absence_put.stand_in);
    UPDATE offer.absence x
    SET days = daterange(first_day, last_day, '[]'), stand_in = absence_put.stand_in, version = x.version + 1
    WHERE x.id = a.id;
    RETURN a.version + 1;
EXCEPTION WHEN exclusion_violation THEN
    PERFORM sec.refuse('JA018');
END $$;

CREATE OR REPLACE FUNCTION offer.absence_drop(id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    a offer.absence := offer.lock_absence(me, absence_drop.id, NULL);
BEGIN
    DELETE FROM offer.absence x WHERE x.id = a.id;
END $$;
