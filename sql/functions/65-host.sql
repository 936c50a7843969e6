-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Hosts, their sites, their contacts.

-- A unit's département, given by an administrator.
CREATE OR REPLACE FUNCTION sec.unit_territory(unit uuid, departement text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('administrator');
BEGIN
    UPDATE sec.organisation o SET departement = unit_territory.departement
    WHERE o.id = unit_territory.unit AND o.kind = 'unit';
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
END $$;

-- The rows of a new host; founded: of an organisation that came with the founding. JA007: there is no such one. JA013:
-- its SIREN is another's, or it has its sheet.
CREATE OR REPLACE FUNCTION offer.host_insert(id uuid, founded boolean, name text, form text, siren text, insee text,
                                             address text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF founded THEN
        PERFORM FROM sec.organisation o WHERE o.id = host_insert.id AND o.kind = 'host' FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            PERFORM sec.refuse('JA007');
        END IF;
    ELSE
        INSERT INTO sec.organisation (id, kind, name) VALUES (host_insert.id, 'host', host_insert.name);
    END IF;
    INSERT INTO offer.host (id, form, siren, insee, address)
    VALUES (host_insert.id, host_insert.form::offer.legal_form, host_insert.siren, host_insert.insee,
            host_insert.address);
    UPDATE sec.organisation o SET name = host_insert.name WHERE o.id = host_insert.id AND o.name <> host_insert.name;
EXCEPTION WHEN unique_violation THEN
    PERFORM sec.refuse('JA013');
END $$;

-- org: a host organisation that came with the founding and has no sheet yet; null makes a new one.
CREATE OR REPLACE FUNCTION offer.host_new(name text, form text, siren text, insee text, address text, org uuid,
                                          idem_key bytea, idem_digest bytea, OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director');
BEGIN
    SELECT o.result, o.replayed INTO id, replayed
    FROM sec.once(me, 'host.create', idem_key, idem_digest, org) AS o;
    IF NOT replayed THEN
        PERFORM offer.need_hand(me, id, offer.departement_of(insee));
        PERFORM offer.host_insert(id, org IS NOT NULL, name, form, siren, insee, address);
    END IF;
END $$;

-- Changes a host; its new version. Its own manager reports changes (H-12) but what the file was judged by stays: JA020.
CREATE OR REPLACE FUNCTION offer.host_put(id uuid, expected integer, name text, form text, siren text, insee text,
                                          address text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    h offer.host := offer.lock_host(me, host_put.id, host_put.expected);
    other_form boolean := host_put.form <> h.form::text;
BEGIN
    IF me.role = 'host_manager' AND (other_form OR host_put.siren IS DISTINCT FROM h.siren) THEN
        PERFORM sec.refuse('JA020');
    END IF;
    IF other_form AND (EXISTS (SELECT FROM offer.procedure p WHERE p.host_id = h.id
                               AND p.state IN ('draft', 'asked', 'recorded'))
                       OR EXISTS (SELECT FROM offer.post p WHERE p.host_id = h.id
                                  AND p.state IN ('inscribed', 'suspended'))) THEN
        PERFORM sec.refuse('JA016');
    END IF;
    PERFORM offer.need_hand(me, h.id, offer.departement_of(host_put.insee));
    UPDATE sec.organisation o SET name = host_put.name WHERE o.id = h.id AND o.name <> host_put.name;
    UPDATE offer.host x
    SET form = host_put.form::offer.legal_form, siren = host_put.siren, insee = host_put.insee,
        address = host_put.address, version = x.version + 1
    WHERE x.id = h.id;
    RETURN h.version + 1;
EXCEPTION WHEN unique_violation THEN
    PERFORM sec.refuse('JA013');
END $$;

-- Stops a host, or lets it go on (B12); closed is for good.
CREATE OR REPLACE FUNCTION offer.host_set_state(id uuid, expected integer, state text, reason text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('director');
    h offer.host := offer.lock_host(me, host_set_state.id, host_set_state.expected);
BEGIN
    IF h.state = 'closed' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    UPDATE offer.host x
    SET state = host_set_state.state::offer.host_state, state_reason = host_set_state.reason, version = x.version + 1
    WHERE x.id = h.id;
    RETURN h.version + 1;
END $$;

CREATE OR REPLACE FUNCTION offer.site_new(host uuid, name text, address text, insee text, lat double precision,
                                          lon double precision, access text, step_free boolean, stop text, lines text,
                                          stop_walk_min integer, idem_key bytea, idem_digest bytea, OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'site.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    PERFORM offer.lock_host(me, host, NULL, insee);
    INSERT INTO offer.site (id, host_id, name, address, insee, lat, lon, access, step_free, stop, lines,
                            stop_walk_min)
    VALUES (site_new.id, site_new.host, site_new.name, site_new.address, site_new.insee, site_new.lat, site_new.lon,
            site_new.access, site_new.step_free, site_new.stop, site_new.lines, site_new.stop_walk_min);
END $$;

-- A site where a post runs is not closed and stays in its département: JA016.
CREATE OR REPLACE FUNCTION offer.site_put(id uuid, expected integer, name text, address text, insee text,
                                          lat double precision, lon double precision, access text, step_free boolean,
                                          stop text, lines text, stop_walk_min integer, closed boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    s offer.site;
BEGIN
    SELECT x.* INTO s FROM offer.site x WHERE x.id = site_put.id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    PERFORM offer.lock_host(me, s.host_id, NULL, s.insee);
    PERFORM offer.need_hand(me, s.host_id, offer.departement_of(site_put.insee));
    IF site_put.expected IS DISTINCT FROM s.version THEN
        PERFORM sec.refuse('JA005');
    END IF;
    IF (site_put.closed OR offer.departement_of(site_put.insee) <> offer.departement_of(s.insee))
        AND EXISTS (SELECT FROM offer.post p WHERE p.site_id = s.id AND p.state NOT IN ('draft', 'removed')) THEN
        PERFORM sec.refuse('JA016');
    END IF;
    UPDATE offer.site x
    SET name = site_put.name, address = site_put.address, insee = site_put.insee, lat = site_put.lat,
        lon = site_put.lon, access = site_put.access, step_free = site_put.step_free, stop = site_put.stop,
        lines = site_put.lines, stop_walk_min = site_put.stop_walk_min, closed = site_put.closed,
        version = x.version + 1
    WHERE x.id = s.id;
    RETURN s.version + 1;
END $$;

-- The civil status of a contact, or none.
CREATE OR REPLACE FUNCTION offer.civil_put(contact uuid, host uuid, birth_date date, birth_place text, nationality text)
RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF birth_date IS NULL AND birth_place = '' AND nationality = '' THEN
        DELETE FROM offer.contact_civil c WHERE c.contact_id = civil_put.contact;
        RETURN;
    END IF;
    INSERT INTO offer.contact_civil AS c (contact_id, host_id, birth_date, birth_place, nationality)
    VALUES (civil_put.contact, civil_put.host, civil_put.birth_date, civil_put.birth_place, civil_put.nationality)
    ON CONFLICT ON CONSTRAINT contact_civil_pkey
    DO UPDATE SET birth_date = excluded.birth_date, birth_place = excluded.birth_place,
                  nationality = excluded.nationality;
END $$;

CREATE OR REPLACE FUNCTION offer.contact_new(host uuid, part text, name text, function text, phone text, email text,
                                             birth_date date, birth_place text, nationality text,
                                             people_max integer, trained_on date, idem_key bytea, idem_digest bytea,
                                             OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'contact.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    PERFORM offer.lock_host(me, host, NULL);
    INSERT INTO offer.contact (id, host_id, part, name, function, phone, email, people_max, trained_on)
    VALUES (contact_new.id, contact_new.host, contact_new.part::offer.contact_part, contact_new.name,
            contact_new.function, contact_new.phone, contact_new.email, contact_new.people_max,
            contact_new.trained_on);
    PERFORM offer.civil_put(id, host, birth_date, birth_place, nationality);
END $$;

-- A contact after its host and it were locked, in the order of who puts it in charge of a new post. JA007.
CREATE OR REPLACE FUNCTION offer.lock_contact(me sec.who, contact uuid) RETURNS offer.contact
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    c offer.contact;
BEGIN
    PERFORM offer.lock_host(me, (SELECT x.host_id FROM offer.contact x WHERE x.id = lock_contact.contact), NULL);
    SELECT x.* INTO c FROM offer.contact x WHERE x.id = lock_contact.contact FOR UPDATE;
    IF NOT FOUND THEN -- somebody else dropped it
        PERFORM sec.refuse('JA007');
    END IF;
    RETURN c;
END $$;

CREATE OR REPLACE FUNCTION offer.contact_put(id uuid, expected integer, part text, name text, function text, phone text,
                                             email text, birth_date date, birth_place text, nationality text,
                                             people_max integer, trained_on date) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    c offer.contact := offer.lock_contact(me, contact_put.id);
BEGIN
    IF contact_put.expected IS DISTINCT FROM c.version THEN
        PERFORM sec.refuse('JA005');
    END IF;
    UPDATE offer.contact x
    SET part = contact_put.part::offer.contact_part, name = contact_put.name, function = contact_put.function,
        phone = contact_put.phone, email = contact_put.email, people_max = contact_put.people_max,
        trained_on = contact_put.trained_on, version = x.version + 1
    WHERE x.id = c.id;
    PERFORM offer.civil_put(c.id, c.host_id, contact_put.birth_date, contact_put.birth_place, contact_put.nationality);
    RETURN c.version + 1;
END $$;

-- Somebody left. Who is in charge of a post, or of a placement that is not over, or stands in for somebody, is replaced
-- there first: JA016; what was removed or is over needs nobody.
CREATE OR REPLACE FUNCTION offer.contact_drop(id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    c offer.contact := offer.lock_contact(me, contact_drop.id);
BEGIN
    IF EXISTS (SELECT FROM offer.post p WHERE p.in_charge = c.id AND p.state <> 'removed') THEN
        PERFORM sec.refuse('JA016');
    END IF;
    UPDATE offer.absence a SET stand_in = NULL, version = a.version + 1
    WHERE a.stand_in = c.id AND upper(a.days) <= offer.today();
    UPDATE offer.post p SET in_charge = NULL, version = p.version + 1 WHERE p.in_charge = c.id;
    UPDATE casework.placement p SET in_charge = NULL, version = p.version + 1
    WHERE p.in_charge = c.id AND (p.state = 'withdrawn' OR p.state = 'ended' AND p.ended_on <= offer.today());
    DELETE FROM offer.contact x WHERE x.id = c.id;
EXCEPTION WHEN foreign_key_violation THEN -- in charge of a placement, or put in charge at this very instant
    PERFORM sec.refuse('JA016');
END $$;
