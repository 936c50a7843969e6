-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Leads: a referent's work before there is a host.

-- A lead after its row was locked, of the own département. JA007, JA005.
CREATE OR REPLACE FUNCTION offer.lock_lead(me sec.who, lead uuid, expected integer) RETURNS offer.lead
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    l offer.lead;
BEGIN
    SELECT x.* INTO l FROM offer.lead x WHERE x.id = lock_lead.lead AND x.departement = offer.home(me)
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF expected IS NOT NULL AND expected <> l.version THEN
        PERFORM sec.refuse('JA005');
    END IF;
    RETURN l;
END $$;

CREATE OR REPLACE FUNCTION offer.lead_new(name text, insee text, origin text, contact_name text, phone text, email text,
                                          note text, next_on date, last_contact_on date, idem_key bytea,
                                          idem_digest bytea, OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent');
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'lead.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    IF offer.home(me) IS NULL OR insee IS NOT NULL AND offer.departement_of(insee) <> offer.home(me) THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF last_contact_on > offer.today() THEN
        PERFORM sec.refuse('JA015');
    END IF;
    INSERT INTO offer.lead (id, departement, name, insee, origin, contact_name, phone, email, note, next_on,
                            last_contact_on, assigned_to)
    VALUES (lead_new.id, offer.home(me), lead_new.name, lead_new.insee, lead_new.origin::offer.lead_origin,
            lead_new.contact_name, lead_new.phone, lead_new.email, lead_new.note, lead_new.next_on,
            coalesce(lead_new.last_contact_on, offer.today()), me.account);
END $$;

-- assigned_to: a referent of the same département, or nobody.
CREATE OR REPLACE FUNCTION offer.lead_put(id uuid, expected integer, name text, insee text, state text,
                                          contact_name text, phone text, email text, note text, next_on date,
                                          assigned_to uuid) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent');
    l offer.lead := offer.lock_lead(me, lead_put.id, lead_put.expected);
BEGIN
    IF l.state = 'converted' OR lead_put.state = 'converted' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF lead_put.insee IS NOT NULL AND offer.departement_of(lead_put.insee) <> l.departement
        OR lead_put.assigned_to IS NOT NULL AND NOT EXISTS (
            SELECT FROM sec.account a JOIN sec.organisation o ON o.id = a.org
            WHERE a.id = lead_put.assigned_to AND a.role = 'referent' AND a.state <> 'disabled'
              AND o.departement = l.departement) THEN
        PERFORM sec.refuse('JA007');
    END IF;
    UPDATE offer.lead x
    SET name = lead_put.name, insee = lead_put.insee, state = lead_put.state::offer.lead_state,
        contact_name = lead_put.contact_name, phone = lead_put.phone, email = lead_put.email, note = lead_put.note,
        next_on = lead_put.next_on, assigned_to = lead_put.assigned_to, version = x.version + 1
    WHERE x.id = l.id;
    RETURN l.version + 1;
END $$;

-- Somebody spoke to it; the clock of its retention starts anew.
CREATE OR REPLACE FUNCTION offer.lead_event_new(lead uuid, kind text, on_day date, note text, idem_key bytea,
                                                idem_digest bytea, OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent');
    l offer.lead;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'lead.event', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    l := offer.lock_lead(me, lead, NULL);
    IF on_day IS NULL OR on_day > offer.today() THEN
        PERFORM sec.refuse('JA015');
    END IF;
    INSERT INTO offer.lead_event (id, lead_id, kind, on_day, note, by_account)
    VALUES (lead_event_new.id, l.id, lead_event_new.kind::offer.lead_event_kind, lead_event_new.on_day,
            lead_event_new.note, me.account);
    UPDATE offer.lead x
    SET last_contact_on = greatest(x.last_contact_on, lead_event_new.on_day),
        state = CASE x.state WHEN 'new' THEN 'contacted'::offer.lead_state ELSE x.state END, version = x.version + 1
    WHERE x.id = l.id;
END $$;

-- A lead becomes a host; its contact comes along. id: the host.
CREATE OR REPLACE FUNCTION offer.lead_convert(lead uuid, expected integer, form text, siren text, insee text,
                                              address text, idem_key bytea, idem_digest bytea,
                                              OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent');
    l offer.lead;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'lead.convert', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    l := offer.lock_lead(me, lead, expected);
    IF l.state = 'converted' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    PERFORM offer.need_hand(me, id, offer.departement_of(insee));
    PERFORM offer.host_insert(id, false, l.name, form, siren, insee, address);
    IF l.contact_name <> '' THEN
        INSERT INTO offer.contact (id, host_id, part, name, phone, email)
        VALUES (gen_random_uuid(), lead_convert.id, 'other', l.contact_name, l.phone, l.email);
    END IF;
    UPDATE offer.lead x SET state = 'converted', host_id = lead_convert.id, next_on = NULL, version = x.version + 1
    WHERE x.id = l.id;
END $$;

-- Table 6b: a lead goes two years after the last contact; what became a host stays as that. So do requests
-- to be called back that were closed. Absences go when
-- they have been over for a while. Called by sec.expire().
CREATE OR REPLACE FUNCTION offer.expire() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM offer.lead l
    WHERE l.last_contact_on < (offer.today() - make_interval(
        years => offer.rule_amount('B-10', 'lead_years', offer.today())))::date;
    DELETE FROM offer.callback c
    WHERE c.closed_on < (offer.today() - make_interval(
        years => offer.rule_amount('B-10', 'lead_years', offer.today())))::date;
    DELETE FROM offer.absence a
    WHERE upper(a.days) <= offer.today() - offer.rule_amount('C-11', 'absence_days', offer.today());
END $$;
