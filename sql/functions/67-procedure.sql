-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Files on their way to a decision. An authority that has no account decides on paper: one person records what it said,
-- another compares it with the paper, and only then it counts.

-- The rule that a kind of file follows: H-08 for hosts (H-13 asks the same opinions), H-17 for posts (H-18 likewise).
CREATE OR REPLACE FUNCTION offer.rule_of(kind offer.procedure_kind) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE WHEN kind IN ('habilitation', 'withdrawal') THEN 'H-08' ELSE 'H-17' END;
END $$;

-- Opinions that are asked for and not yet in and checked, in the order of the rule; none where the DT-PJJ decides
-- (H-14).
CREATE OR REPLACE FUNCTION offer.opinions_missing(p offer.procedure) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p.deciding = 'dtpjj' THEN
        RETURN '{}';
    END IF;
    RETURN (SELECT coalesce(array_agg(g.giver ORDER BY g.n), '{}')
            FROM unnest(offer.rule_list(offer.rule_of(p.kind), 'opinions', coalesce(p.asked_on, offer.today())))
                 WITH ORDINALITY AS g (giver, n)
            WHERE NOT EXISTS (SELECT FROM offer.opinion o WHERE o.procedure_id = p.id AND o.giver::text = g.giver
                              AND o.checked_by IS NOT NULL));
END $$;

-- The day from which a decision may be taken: at once when all opinions are in, else when the wait is over (H-08 one
-- month, H-17 ten days). Null while nobody asked.
CREATE OR REPLACE FUNCTION offer.earliest(p offer.procedure) RETURNS date
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p.asked_on IS NULL THEN
        RETURN NULL;
    ELSIF offer.opinions_missing(p) = '{}' THEN
        RETURN greatest(p.asked_on, (SELECT max(o.given_on) FROM offer.opinion o WHERE o.procedure_id = p.id));
    ELSIF offer.rule_of(p.kind) = 'H-08' THEN
        RETURN (p.asked_on + make_interval(months => offer.rule_amount('H-08', 'wait_months', p.asked_on)))::date;
    END IF;
    RETURN p.asked_on + offer.rule_amount('H-17', 'wait_days', p.asked_on);
END $$;

-- Pieces that the host's form asks for and that are not there on a day (H-05 to H-07); a Kbis grows old.
CREATE OR REPLACE FUNCTION offer.pieces_missing(p offer.procedure, on_day date) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    form offer.legal_form := (SELECT h.form FROM offer.host h WHERE h.id = p.host_id);
    rule text := CASE form WHEN 'association' THEN 'H-05' WHEN 'public_service_body' THEN 'H-06' ELSE 'H-07' END;
BEGIN
    IF p.kind <> 'habilitation' OR offer.is_public(form) THEN
        RETURN '{}';
    END IF;
    RETURN (SELECT coalesce(array_agg(k.kind ORDER BY k.n), '{}')
            FROM unnest(offer.rule_list(rule, 'pieces_' || form, on_day)) WITH ORDINALITY AS k (kind, n)
            WHERE NOT EXISTS (
                SELECT FROM offer.piece x WHERE x.procedure_id = p.id AND x.kind::text = k.kind
                AND x.received_on <= on_day
                AND (k.kind <> 'kbis'
                     OR x.dated_on > on_day - make_interval(months => offer.rule_amount('H-07', 'kbis_months', on_day)))));
END $$;

-- A file after its host, its post and itself were locked, in this order everywhere. JA007, JA005.
CREATE OR REPLACE FUNCTION offer.lock_procedure(me sec.who, id uuid, expected integer) RETURNS offer.procedure
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    p offer.procedure;
BEGIN
    SELECT x.* INTO p FROM offer.procedure x WHERE x.id = lock_procedure.id;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    PERFORM FROM offer.host h WHERE h.id = p.host_id FOR NO KEY UPDATE;
    PERFORM FROM offer.post x WHERE x.id = p.post_id FOR NO KEY UPDATE;
    SELECT x.* INTO p FROM offer.procedure x WHERE x.id = lock_procedure.id FOR NO KEY UPDATE;
    PERFORM offer.need_hand(me, p.host_id, p.departement);
    IF expected IS NOT NULL AND expected <> p.version THEN
        PERFORM sec.refuse('JA005');
    END IF;
    RETURN p;
END $$;

-- Opens a file on a host. JA020: by right (H-01), or not in this département (H-03). JA016: one runs already, or there
-- is nothing of this territory to withdraw (H-13: what one authority gave another does not take).
CREATE OR REPLACE FUNCTION offer.procedure_host(kind text, host uuid, departement text, public text, deciding text,
                                                motive text, idem_key bytea, idem_digest bytea,
                                                OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    h offer.host;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'procedure.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    IF kind = 'withdrawal' AND me.role <> 'director' OR me.role = 'host_manager' AND deciding = 'minister' THEN
        PERFORM sec.refuse('JA004');
    END IF;
    SELECT x.* INTO h FROM offer.host x WHERE x.id = procedure_host.host FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    PERFORM offer.need_hand(me, h.id, CASE WHEN me.role = 'host_manager' THEN NULL ELSE procedure_host.departement END);
    IF kind = 'habilitation' AND (offer.is_public(h.form) OR h.form = 'mission_company'
        AND procedure_host.departement IS NOT NULL
        AND procedure_host.departement <> ALL (offer.rule_list('H-03', 'departements', offer.today()))) THEN
        PERFORM sec.refuse('JA020');
    END IF;
    IF h.state = 'closed' OR kind = 'withdrawal' AND NOT EXISTS (
            SELECT FROM offer.habilitation a WHERE a.host_id = h.id AND a.public::text = procedure_host.public
            AND a.territory = coalesce(procedure_host.departement, 'FR') AND upper(a.valid) > offer.today()) THEN
        PERFORM sec.refuse('JA016');
    END IF;
    INSERT INTO offer.procedure (id, kind, host_id, departement, public, deciding, created_by, motive)
    VALUES (procedure_host.id, procedure_host.kind::offer.procedure_kind, h.id, procedure_host.departement,
            procedure_host.public::offer.public, procedure_host.deciding::offer.deciding, me.account,
            procedure_host.motive);
EXCEPTION WHEN unique_violation THEN
    PERFORM sec.refuse('JA016');
END $$;

-- Opens a file on a post: its inscription while it is a draft (H-15, with everything H-16 asks: JA014; of a host that is
-- habilitated or has asked: JA017), or its removal from the list (H-18).
CREATE OR REPLACE FUNCTION offer.procedure_post(kind text, post uuid, motive text, idem_key bytea, idem_digest bytea,
                                                OUT id uuid, OUT replayed boolean)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    h offer.host;
    p offer.post;
    s offer.site;
    where_done text;
BEGIN
    SELECT o.result, o.replayed INTO id, replayed FROM sec.once(me, 'procedure.create', idem_key, idem_digest) AS o;
    IF replayed THEN
        RETURN;
    END IF;
    SELECT y.* INTO h FROM offer.host y
    WHERE y.id = (SELECT x.host_id FROM offer.post x WHERE x.id = procedure_post.post) FOR NO KEY UPDATE;
    p := offer.lock_post(me, post, NULL);
    SELECT x.* INTO s FROM offer.site x WHERE x.id = p.site_id;
    where_done := offer.departement_of(s.insee);
    IF kind = 'inscription' THEN
        IF p.state <> 'draft' OR s.closed OR h.state = 'closed' THEN
            PERFORM sec.refuse('JA016');
        END IF;
        IF p.in_charge IS NULL OR p.manner = ''
            OR NOT EXISTS (SELECT FROM offer.slot x WHERE x.post_id = p.id) THEN
            PERFORM sec.refuse('JA014');
        END IF;
        IF offer.standing(p.host_id, where_done, p.public, offer.today()) NOT IN ('by_right', 'valid')
            AND NOT EXISTS (SELECT FROM offer.procedure x WHERE x.host_id = p.host_id AND x.kind = 'habilitation'
                            AND x.public = p.public AND coalesce(x.departement, where_done) = where_done
                            AND x.state IN ('draft', 'asked', 'recorded')) THEN
            PERFORM sec.refuse('JA017');
        END IF;
        UPDATE offer.post x SET state = 'asked', version = x.version + 1 WHERE x.id = p.id;
    ELSIF p.state NOT IN ('inscribed', 'suspended') THEN
        PERFORM sec.refuse('JA016');
    END IF;
    INSERT INTO offer.procedure (id, kind, host_id, post_id, departement, public, deciding, created_by, motive)
    VALUES (procedure_post.id, procedure_post.kind::offer.procedure_kind, p.host_id, p.id, where_done, p.public,
            CASE p.public WHEN 'minors' THEN 'dtpjj'::offer.deciding ELSE 'dspip' END, me.account,
            procedure_post.motive);
EXCEPTION WHEN unique_violation THEN
    PERFORM sec.refuse('JA016');
END $$;

-- A piece came in, or came again.
CREATE OR REPLACE FUNCTION offer.piece_put(procedure uuid, kind text, dated_on date, received_on date, reference text)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    p offer.procedure := offer.lock_procedure(me, piece_put.procedure, NULL);
BEGIN
    IF p.state <> 'draft' OR p.kind <> 'habilitation' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF piece_put.received_on > offer.today() THEN
        PERFORM sec.refuse('JA015');
    END IF;
    INSERT INTO offer.piece AS x (procedure_id, host_id, kind, dated_on, received_on, reference)
    VALUES (p.id, p.host_id, piece_put.kind::offer.piece_kind, piece_put.dated_on, piece_put.received_on,
            piece_put.reference)
    ON CONFLICT ON CONSTRAINT piece_pkey DO UPDATE
    SET dated_on = excluded.dated_on, received_on = excluded.received_on, reference = excluded.reference
    WHERE (x.dated_on, x.received_on, x.reference)
          IS DISTINCT FROM (excluded.dated_on, excluded.received_on, excluded.reference);
END $$;

-- The opinions were asked on this day: the file is whole (JA014) and the clock starts.
CREATE OR REPLACE FUNCTION offer.procedure_ask(id uuid, expected integer, asked_on date, council_absent boolean)
RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director');
    p offer.procedure := offer.lock_procedure(me, procedure_ask.id, procedure_ask.expected);
BEGIN
    IF p.state <> 'draft' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF procedure_ask.asked_on IS NULL OR procedure_ask.asked_on > offer.today() THEN
        PERFORM sec.refuse('JA015');
    END IF;
    IF offer.pieces_missing(p, procedure_ask.asked_on) <> '{}' THEN
        PERFORM sec.refuse('JA014');
    END IF;
    UPDATE offer.procedure x
    SET state = 'asked', asked_on = procedure_ask.asked_on, council_absent = procedure_ask.council_absent,
        version = x.version + 1
    WHERE x.id = p.id;
    UPDATE offer.post x SET state = 'opinions', version = x.version + 1
    WHERE x.id = p.post_id AND p.kind = 'inscription';
    RETURN p.version + 1;
END $$;

-- What an authority said, as one person read it; may be put right until another has checked it.
CREATE OR REPLACE FUNCTION offer.opinion_record(procedure uuid, giver text, sense text, given_on date, reference text)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director');
    p offer.procedure := offer.lock_procedure(me, opinion_record.procedure, NULL);
BEGIN
    IF p.state <> 'asked' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF opinion_record.given_on NOT BETWEEN p.asked_on AND offer.today() THEN
        PERFORM sec.refuse('JA015');
    END IF;
    INSERT INTO offer.opinion AS x (procedure_id, giver, sense, given_on, reference, recorded_by)
    VALUES (p.id, opinion_record.giver::offer.opinion_giver, opinion_record.sense::offer.opinion_sense,
            opinion_record.given_on, opinion_record.reference, me.account)
    ON CONFLICT ON CONSTRAINT opinion_pkey DO UPDATE
    SET sense = excluded.sense, given_on = excluded.given_on, reference = excluded.reference,
        recorded_by = excluded.recorded_by, recorded_at = clock_timestamp()
    WHERE x.checked_by IS NULL;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA016');
    END IF;
END $$;

-- Another person read the same on the paper. JA019: the same person; JA005: she read something else.
CREATE OR REPLACE FUNCTION offer.opinion_check(procedure uuid, giver text, sense text, given_on date) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director');
    p offer.procedure := offer.lock_procedure(me, opinion_check.procedure, NULL);
    o offer.opinion;
BEGIN
    SELECT x.* INTO o FROM offer.opinion x WHERE x.procedure_id = p.id AND x.giver::text = opinion_check.giver;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA007');
    END IF;
    IF p.state <> 'asked' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF o.recorded_by = me.account THEN
        PERFORM sec.refuse('JA019');
    END IF;
    IF (o.sense::text, o.given_on) IS DISTINCT FROM (opinion_check.sense, opinion_check.given_on) THEN
        PERFORM sec.refuse('JA005');
    END IF;
    UPDATE offer.opinion x SET checked_by = me.account, checked_at = clock_timestamp()
    WHERE x.procedure_id = p.id AND x.giver = o.giver AND x.checked_by IS NULL;
END $$;

-- What a decision brings about. JA016: nothing is given to a host that exists no more; JA017: no inscription for one
-- that may not take people; JA018: another habilitation holds on some of these days.
CREATE OR REPLACE FUNCTION offer.take_effect(p offer.procedure) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    first_day date := coalesce(p.valid_from, p.decided_on);
BEGIN
    IF p.outcome = 'refused' THEN
        UPDATE offer.post x SET state = 'draft', version = x.version + 1
        WHERE x.id = p.post_id AND p.kind = 'inscription';
    ELSIF p.kind IN ('habilitation', 'inscription')
        AND (SELECT h.state FROM offer.host h WHERE h.id = p.host_id) = 'closed' THEN
        PERFORM sec.refuse('JA016');
    ELSIF p.kind = 'habilitation' THEN
        INSERT INTO offer.habilitation (host_id, territory, public, valid, procedure_id)
        VALUES (p.host_id, coalesce(p.departement, 'FR'), p.public,
                daterange(first_day, (first_day + make_interval(
                    years => offer.rule_amount('H-10', 'years', p.decided_on)))::date), p.id);
    ELSIF p.kind = 'withdrawal' THEN
        -- What has not begun by then, a renewal, never begins.
        DELETE FROM offer.habilitation a
        WHERE a.host_id = p.host_id AND a.territory = coalesce(p.departement, 'FR') AND a.public = p.public
          AND lower(a.valid) >= p.decided_on;
        UPDATE offer.habilitation a SET valid = daterange(lower(a.valid), p.decided_on), withdrawn_by = p.id
        WHERE a.host_id = p.host_id AND a.territory = coalesce(p.departement, 'FR') AND a.public = p.public
          AND upper(a.valid) > p.decided_on;
    ELSIF p.kind = 'inscription' THEN
        IF offer.standing(p.host_id, p.departement, p.public, p.decided_on) NOT IN ('by_right', 'valid') THEN
            PERFORM sec.refuse('JA017');
        END IF;
        UPDATE offer.post x
        SET state = 'inscribed', inscribed_on = p.decided_on, confirmed_on = p.decided_on, version = x.version + 1
        WHERE x.id = p.post_id;
    ELSE
        UPDATE offer.post x SET state = 'removed', removed_on = p.decided_on, version = x.version + 1
        WHERE x.id = p.post_id;
    END IF;
EXCEPTION WHEN exclusion_violation THEN
    PERFORM sec.refuse('JA018');
END $$;

-- The decision: the director's own, in her session, which takes effect; or one that an authority without account took,
-- which waits for a second person. JA015: opinions are missing and the wait is not over, the body of crime prevention
-- was not heard (H-19), or a renewal begins later than what runs can last (H-10). Without a motive the one for which the
-- file was opened stands.
CREATE OR REPLACE FUNCTION offer.procedure_decide(id uuid, expected integer, outcome text, decided_on date,
                                                  valid_from date, reference text, motive text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director');
    p offer.procedure := offer.lock_procedure(me, procedure_decide.id, procedure_decide.expected);
BEGIN
    IF p.deciding = 'dspip' AND me.role <> 'director' THEN
        PERFORM sec.refuse('JA004');
    END IF;
    IF p.state <> 'asked' AND NOT (p.state = 'draft' AND p.deciding <> 'dspip') THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF procedure_decide.decided_on IS NULL OR procedure_decide.decided_on > offer.today()
        OR procedure_decide.decided_on < p.asked_on OR procedure_decide.valid_from < procedure_decide.decided_on
        OR procedure_decide.valid_from > procedure_decide.decided_on + make_interval(
            years => offer.rule_amount('H-10', 'years', procedure_decide.decided_on))
        OR p.deciding = 'dspip' AND procedure_decide.decided_on < offer.earliest(p)
        OR p.kind = 'inscription' AND p.deciding = 'dspip' AND NOT p.council_absent
           AND NOT EXISTS (SELECT FROM offer.opinion o WHERE o.procedure_id = p.id AND o.giver = 'prevention_council'
                           AND o.checked_by IS NOT NULL) THEN
        PERFORM sec.refuse('JA015');
    END IF;
    p.outcome := procedure_decide.outcome;
    p.decided_on := procedure_decide.decided_on;
    p.valid_from := CASE p.kind WHEN 'habilitation' THEN procedure_decide.valid_from END;
    UPDATE offer.procedure x
    SET state = CASE WHEN p.deciding = 'dspip' THEN p.outcome::text::offer.procedure_state ELSE 'recorded' END,
        outcome = p.outcome, decided_on = p.decided_on, valid_from = p.valid_from, decided_by = me.account,
        reference = procedure_decide.reference,
        motive = CASE procedure_decide.motive WHEN '' THEN x.motive ELSE procedure_decide.motive END,
        version = x.version + 1
    WHERE x.id = p.id;
    IF p.deciding = 'dspip' THEN
        PERFORM offer.take_effect(p);
    END IF;
    RETURN p.version + 1;
END $$;

-- A second person compared a recorded decision with the paper. JA019, JA005: she read something else.
CREATE OR REPLACE FUNCTION offer.decision_check(id uuid, outcome text, decided_on date) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director');
    p offer.procedure := offer.lock_procedure(me, decision_check.id, NULL);
BEGIN
    IF p.state <> 'recorded' THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF p.decided_by = me.account THEN
        PERFORM sec.refuse('JA019');
    END IF;
    IF (p.outcome::text, p.decided_on) IS DISTINCT FROM (decision_check.outcome, decision_check.decided_on) THEN
        PERFORM sec.refuse('JA005');
    END IF;
    UPDATE offer.procedure x
    SET state = p.outcome::text::offer.procedure_state, checked_by = me.account, version = x.version + 1
    WHERE x.id = p.id;
    PERFORM offer.take_effect(p);
    RETURN p.version + 1;
END $$;

-- Given up before a decision; a recorded one that was read wrongly goes back to be recorded anew by opening it again.
CREATE OR REPLACE FUNCTION offer.procedure_abandon(id uuid, expected integer, motive text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me sec.who := sec.must_be('referent', 'director', 'host_manager');
    p offer.procedure := offer.lock_procedure(me, procedure_abandon.id, procedure_abandon.expected);
BEGIN
    IF p.state NOT IN ('draft', 'asked', 'recorded') THEN
        PERFORM sec.refuse('JA016');
    END IF;
    IF me.role = 'host_manager' AND (p.kind = 'withdrawal' OR p.state = 'recorded') THEN
        PERFORM sec.refuse('JA004');
    END IF;
    UPDATE offer.procedure x
    SET state = 'abandoned', motive = procedure_abandon.motive, outcome = NULL, decided_on = NULL, decided_by = NULL,
        valid_from = NULL, version = x.version + 1
    WHERE x.id = p.id;
    UPDATE offer.post x SET state = 'draft', version = x.version + 1
    WHERE x.id = p.post_id AND p.kind = 'inscription';
    RETURN p.version + 1;
END $$;
