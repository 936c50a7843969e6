-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- A host asks to be called back; a referent of its département takes it and says what came of it.

-- contact: one of the own host, else JA007.
CREATE OR REPLACE FUNCTION offer.callback_new(subject text, contact uuid, reach text, idem_key bytea,
                                              idem_digest bytea, OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('host_manager', 'tutor');
    h offer.host;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'callback.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    h := offer.lock_host(me, me.org, NULL);
    IF contact IS NOT NULL AND NOT EXISTS (SELECT FROM offer.contact c
                                           WHERE c.id = callback_new.contact AND c.host_id = h.id) THEN
        PERFORM sec.refuse('JA007');
    END IF;
    INSERT INTO offer.callback (id, host_id, departement, contact_id, subject, reach, due_on, asked_by)
    VALUES (callback_new.id, h.id, offer.departement_of(h.insee), callback_new.contact,
            callback_new.subject::offer.callback_subject, callback_new.reach,
            offer.today() + offer.rule_amount('H-20', 'callback_days', offer.today()), me.account);
END $$;

-- A request after its row was locked, of the own département. JA007, JA005.
CREATE OR REPLACE FUNCTION offer.lock_callback(me sec.who, callback uuid, expected integer) RETURNS offer.callback
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    c offer.callback;
BEGIN
    SELECT x.* INTO c FROM offer.callback x WHERE x.id = lock_callback.callback AND x.departement = offer.home(me)
    FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF expected IS NOT NULL AND expected <> c.version THEN
        PERFORM sec.refuse('JA005');
    END IF;
    RETURN c;
END $$;

-- A referent says that she calls back; twice is once. JA016: another one does, or it is closed.
CREATE OR REPLACE FUNCTION offer.callback_take(id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent');
    c offer.callback := offer.lock_callback(me, callback_take.id, NULL);
BEGIN
    IF c.state = 'closed' OR c.taken_by <> me.account THEN
        PERFORM sec.refuse('JA016');
    END IF;
    UPDATE offer.callback x SET state = 'taken', taken_by = me.account, version = x.version + 1
    WHERE x.id = c.id AND x.state = 'open';
END $$;

-- What came of it, of one that was taken, by whom it was or a colleague. JA016; JA015: a day before it was asked for, or
-- to come.
CREATE OR REPLACE FUNCTION offer.callback_close(id uuid, expected integer, outcome text, on_day date) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent');
    c offer.callback := offer.lock_callback(me, callback_close.id, callback_close.expected);
BEGIN
    IF c.state <> 'taken' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF (on_day BETWEEN offer.day_of(c.asked_at) AND offer.today()) IS NOT TRUE THEN
        PERFORM sec.refuse('JA015');
    END IF;
    UPDATE offer.callback x
    SET state = 'closed', outcome = callback_close.outcome::offer.callback_outcome, closed_on = callback_close.on_day,
        version = x.version + 1
    WHERE x.id = c.id;
    RETURN c.version + 1;
END $$;
