-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Which posts changed since somebody read them. A reader keeps the snapshot (pg_snapshot) under which it read, and a
-- post changed since if a transaction changed it that is not visible in that snapshot: no clock and no order of commits
-- is trusted. Every table that a match reads of a post has a trigger here or in 92-post-change-triggers.sql, also that
-- of the places which placements take.

-- Says that these posts changed, each where its site is.
CREATE OR REPLACE FUNCTION sec.post_changed(posts uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO offer.post_change (departement, post_id)
    SELECT c.departement, p.id
    FROM offer.post p JOIN offer.site s ON s.id = p.site_id JOIN offer.commune c ON c.insee = s.insee
    WHERE p.id = ANY (posts)
    ON CONFLICT DO NOTHING;
END $$;

-- Rows with a post_id, in the transition table "changed"; it is never updated.
CREATE OR REPLACE FUNCTION sec.on_part_of_post() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.post_changed(ARRAY(SELECT x.post_id FROM changed x));
    RETURN NULL;
END $$;

-- Times at which people are placed, likewise. They count at the other posts too that somebody leads, on some day, who
-- takes on so many people (C-11).
CREATE OR REPLACE FUNCTION sec.on_place_of_post() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.post_changed(ARRAY(
        SELECT x.post_id FROM changed x
        UNION SELECT q.id FROM changed x JOIN offer.post o ON o.id = x.post_id
              JOIN offer.contact k ON k.host_id = o.host_id AND k.people_max IS NOT NULL
              JOIN offer.day_led l ON l.leader = k.id JOIN offer.post q ON q.in_charge = l.contact_id));
    RETURN NULL;
END $$;

-- Whom somebody follows at a host, or how many at most: a contact, a post or a placement.
CREATE OR REPLACE FUNCTION sec.on_charge_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.post_changed(ARRAY(
        SELECT p.id FROM offer.post p WHERE p.host_id = NEW.host_id AND p.in_charge IS NOT NULL));
    RETURN NULL;
END $$;

-- Rows with a host_id, likewise.
CREATE OR REPLACE FUNCTION sec.on_part_of_host() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.post_changed(ARRAY(SELECT p.id FROM changed x JOIN offer.post p ON p.host_id = x.host_id));
    RETURN NULL;
END $$;

-- A host, or the organisation that it is.
CREATE OR REPLACE FUNCTION sec.on_host_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM sec.post_changed(ARRAY(SELECT p.id FROM offer.post p WHERE p.host_id = NEW.id));
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

-- Reference data, reloaded at once: "changed" is a transition table. Where somebody lives depends on them too, so that
-- all of the département is to be read anew, which the nil post says.
CREATE OR REPLACE FUNCTION sec.on_commune_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO offer.post_change (departement, post_id)
    SELECT DISTINCT c.departement, '00000000-0000-0000-0000-000000000000'::uuid FROM changed c
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
-- The numbers of the law are everybody's.
CREATE OR REPLACE FUNCTION sec.on_rule_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO offer.post_change (departement, post_id)
    SELECT DISTINCT o.departement, '00000000-0000-0000-0000-000000000000'::uuid
    FROM sec.organisation o WHERE o.departement IS NOT NULL
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
GRANT EXECUTE ON FUNCTION sec.on_part_of_post(), sec.on_place_of_post(), sec.on_charge_change(), sec.on_part_of_host(), sec.on_host_change(), sec.on_post_change(),
    sec.on_site_change(), sec.on_commune_change(), sec.on_rule_change() TO jalon_owner;

CREATE OR REPLACE TRIGGER post_change AFTER UPDATE ON sec.organisation
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION sec.on_host_change();

-- A mark says of which département, day, life of the server and snapshot somebody's posts are. given: the marks of who
-- asks. Answers a mark of now; which of given is of now but for its snapshot (from 1; null: none that can be brought up
-- to date) and the posts that changed since, no more than most; nil is one for all (communes, rules). They lie at the end
-- of the index, where nothing is mostly found; PostgreSQL, which cannot know that, would go through all changes of two
-- days at each match.
CREATE OR REPLACE FUNCTION offer.changes(departement text, day date, given text[], most integer,
                                         OUT mark text, OUT base integer, OUT posts uuid[])
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
    head text := concat_ws(' ', departement, day - date '1970-01-01',
                           extract(epoch FROM pg_postmaster_start_time()), '');
BEGIN
    mark := head || pg_current_snapshot()::text;
    FOR i IN 1 .. coalesce(cardinality(given), 0) LOOP
        CONTINUE WHEN NOT starts_with(given[i], head);
        SELECT i, ARRAY(SELECT x.post_id FROM offer.post_change x
                        WHERE x.departement = changes.departement AND x.changed_in >= pg_snapshot_xmin(s.since)
                          AND NOT pg_visible_in_snapshot(x.changed_in, s.since))
        INTO base, posts
        FROM (SELECT substr(given[i], length(head) + 1)::pg_snapshot AS since) AS s, offer.post_change_end e
        WHERE pg_snapshot_xmin(s.since) > e.through;
        EXIT;
    END LOOP;
    IF posts <> '{}' THEN -- mostly there is none to put in order
        posts := ARRAY(SELECT DISTINCT x.id FROM unnest(posts) AS x (id) ORDER BY x.id LIMIT most);
    END IF;
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
