-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Which posts changed since somebody read them. A reader keeps the snapshot (pg_snapshot) under which it read, and a
-- post changed since if a transaction changed it that is not visible in that snapshot: no clock and no order of commits
-- is trusted. Every table that a match reads of a post has a trigger here or in 92-post-change-triggers.sql, also that
-- of the places which placements take.

-- Rows with a post_id, in the transition table "changed"; it is never updated.
CREATE OR REPLACE FUNCTION sec.on_part_of_post() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO offer.post_change (departement, post_id)
    SELECT DISTINCT c.departement, p.id
    FROM changed x JOIN offer.post p ON p.id = x.post_id JOIN offer.site s ON s.id = p.site_id
    JOIN offer.commune c ON c.insee = s.insee
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

-- Rows with a host_id, likewise.
CREATE OR REPLACE FUNCTION sec.on_part_of_host() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO offer.post_change (departement, post_id)
    SELECT DISTINCT c.departement, p.id
    FROM changed x JOIN offer.post p ON p.host_id = x.host_id JOIN offer.site s ON s.id = p.site_id
    JOIN offer.commune c ON c.insee = s.insee
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

-- A host, or the organisation that it is.
CREATE OR REPLACE FUNCTION sec.on_host_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO offer.post_change (departement, post_id)
    SELECT c.departement, p.id
    FROM offer.post p JOIN offer.site s ON s.id = p.site_id JOIN offer.commune c ON c.insee = s.insee
    WHERE p.host_id = NEW.id
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION sec.on_post_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO offer.post_change (departement, post_id)
    SELECT DISTINCT c.departement, coalesce(NEW.id, OLD.id)
    FROM offer.site s JOIN offer.commune c ON c.insee = s.insee WHERE s.id IN (OLD.site_id, NEW.site_id)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION sec.on_site_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO offer.post_change (departement, post_id)
    SELECT DISTINCT c.departement, p.id
    FROM offer.post p CROSS JOIN offer.commune c WHERE p.site_id = NEW.id AND c.insee IN (OLD.insee, NEW.insee)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

-- Reference data, reloaded at once: "before" and "changed" are transition tables.
CREATE OR REPLACE FUNCTION sec.on_commune_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO offer.post_change (departement, post_id)
    SELECT DISTINCT d.departement, p.id
    FROM before b JOIN changed c ON c.insee = b.insee AND (c.nom, c.departement, c.lat, c.lon)
        IS DISTINCT FROM (b.nom, b.departement, b.lat, b.lon)
    JOIN offer.site s ON s.insee = c.insee JOIN offer.post p ON p.site_id = s.id,
    LATERAL (VALUES (b.departement), (c.departement)) AS d (departement)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION sec.on_part_of_post(), sec.on_part_of_host(), sec.on_host_change(), sec.on_post_change(),
    sec.on_site_change(), sec.on_commune_change() TO jalon_owner;

CREATE OR REPLACE TRIGGER post_change AFTER UPDATE ON sec.organisation
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION sec.on_host_change();

-- For the matcher, in the département of the caller's unit. A mark says of which département, day, life of the server
-- and snapshot somebody's posts are. given: the marks of the caller. Answers a mark of now; which of given is of now but
-- for its snapshot (from 1; null: none that can be brought up to date) and the posts that changed since, no more than
-- most. Nothing for who does not hold the secret of her unit, or while that has no département.
CREATE OR REPLACE FUNCTION offer.changes(given text[], most integer)
RETURNS TABLE (mark text, base integer, posts uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
    me sec.who := sec.must_be('counsellor', 'director');
    home text := (SELECT o.departement FROM sec.organisation o WHERE o.id = sec.my_unit());
    head text := concat_ws(' ', home, offer.today() - date '1970-01-01',
                           extract(epoch FROM pg_postmaster_start_time()), '');
    since pg_snapshot;
BEGIN
    IF home IS NULL THEN
        RETURN;
    END IF;
    mark := head || pg_current_snapshot()::text;
    SELECT g.n::integer, substr(g.mark, length(head) + 1)::pg_snapshot INTO base, since
    FROM unnest(given) WITH ORDINALITY AS g (mark, n) WHERE starts_with(g.mark, head) LIMIT 1;
    IF pg_snapshot_xmin(since) <= (SELECT e.through FROM offer.post_change_end e) THEN
        base := NULL;
    END IF;
    IF base IS NOT NULL THEN
        posts := ARRAY(SELECT DISTINCT x.post_id FROM offer.post_change x
                       WHERE x.departement = home AND x.changed_in >= pg_snapshot_xmin(since)
                         AND NOT pg_visible_in_snapshot(x.changed_in, since) LIMIT most);
    END IF;
    RETURN NEXT;
END $$;

-- Marks are of one day; two days are enough whatever their length. Called by sec.expire().
CREATE OR REPLACE FUNCTION offer.forget_changes() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last xid8 := (SELECT x.changed_in FROM offer.post_change x WHERE x.at < clock_timestamp() - interval '2 days'
                  ORDER BY x.changed_in DESC LIMIT 1);
BEGIN
    UPDATE offer.post_change_end e SET through = last WHERE e.through < last;
    DELETE FROM offer.post_change x WHERE x.changed_in <= last;
END $$;
