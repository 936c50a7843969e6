-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Recovery: the vault's root is gone, the recovery key brings the organisations' secrets back under a new one. The
-- founding functions (75-founding.sql) then load a second founding over the same rows, in one transaction.

-- What the ceremony needs: who there is, and the secrets sealed to the recovery pair. One line each:
-- organisation UUID KIND GENERATION NAME, recovery UUID GENERATION PAIR HEX (PAIR: generation of the recovery pair),
-- account UUID LOGIN GENERATION AUTHVERSION.
CREATE OR REPLACE FUNCTION sec.recovery_lines() RETURNS SETOF text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.note(NULL, 'key.export', 'sec.box', NULL, NULL, NULL, NULL, NULL, NULL);
    RETURN QUERY
        SELECT format('organisation %s %s %s %s', o.id, o.kind, sec.generation(sec.owner_kind(o.id), o.id), o.name)
        FROM sec.organisation o ORDER BY o.id;
    RETURN QUERY
        SELECT format('recovery %s %s %s %s', b.subject, b.subject_generation, b.recipient_generation,
                      encode(b.body, 'hex'))
        FROM sec.box b
        WHERE b.kind = 2 AND b.recipient_generation = (
            SELECT max(x.recipient_generation) FROM sec.box x
            WHERE x.kind = 2 AND x.subject = b.subject AND x.subject_generation = b.subject_generation)
        ORDER BY b.subject, b.subject_generation;
    RETURN QUERY
        SELECT format('account %s %s %s %s', a.id, a.login, sec.generation(1, a.id), a.auth_version)
        FROM sec.account a ORDER BY a.id;
END $$;

-- Opens founding again. Everything that hung on the old root goes: sessions, records, membership boxes, certificates,
-- MAC keys, the decoy, what officers had begun. Every account is disabled until sec.found_account brings it back.
-- Cases, their keys and envelopes stay: they hang on the organisations' secrets. JA010: founding was never closed.
CREATE OR REPLACE FUNCTION sec.refound_open() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE sec.founding f SET open = true, closed_at = NULL, round = f.round + 1 WHERE NOT f.open;
    IF NOT FOUND THEN
        PERFORM sec.refuse('JA010');
    END IF;
    UPDATE sec.account a SET state = 'disabled', record = NULL, public_key = NULL, enrolled_generation = 0;
    UPDATE sec.session s SET ended_at = clock_timestamp(), ended_by = 'refound', keys = NULL WHERE s.ended_at IS NULL;
    UPDATE sec.request r SET state = 'closed' WHERE r.state = 'open';
    DELETE FROM sec.permit;
    DELETE FROM sec.box b WHERE b.kind <> 2;
    UPDATE sec.glass_request r SET state = 'closed' WHERE r.state = 'open';
    DELETE FROM sec.glass_box;
    DELETE FROM sec.placement_box; -- bound to the root that is gone; the units seal the keys again
    DELETE FROM sec.certificate;
    DELETE FROM sec.mac_key;
    DELETE FROM sec.decoy;
END $$;

-- A recovery is whole or was not: what opened founding again closes it before it commits. Round n has recovery pair n,
-- so a text is not loaded twice, which would leave every code in it dead; and what was sealed to an earlier pair goes,
-- because its shares have lain on one table.
CREATE OR REPLACE FUNCTION sec.on_refound() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last sec.founding;
BEGIN
    SELECT * INTO last FROM sec.founding;
    IF last.open THEN
        PERFORM sec.refuse('JA010');
    END IF;
    IF last.round > 1 AND (SELECT max(b.recipient_generation) FROM sec.box b WHERE b.kind = 2)
        IS DISTINCT FROM last.round THEN
        PERFORM sec.refuse('JA009');
    END IF;
    DELETE FROM sec.box b
    WHERE b.kind = 2 AND EXISTS (
        SELECT FROM sec.box n
        WHERE n.kind = 2 AND n.subject_kind = b.subject_kind AND n.subject = b.subject
          AND n.subject_generation = b.subject_generation AND n.recipient_generation > b.recipient_generation);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS closed_at_commit ON sec.founding;
CREATE CONSTRAINT TRIGGER closed_at_commit AFTER UPDATE ON sec.founding DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION sec.on_refound();
