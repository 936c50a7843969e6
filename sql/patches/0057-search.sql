-- patch: 0057
-- after: 0056
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- C-13: searches of posts that a counsellor keeps, and what they found, so that what is new is known without looking at
-- all posts. Rounds of the worker are numbered: no clock says what is new.

CREATE TABLE offer.search (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES sec.account (id),
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 60),
    host_id uuid,
    commune text CHECK (commune ~ '^[0-9][0-9AB][0-9]{3}$'),
    near text CHECK (near ~ '^[0-9][0-9AB][0-9]{3}$'),
    within integer CHECK (within BETWEEN 1 AND 100000),
    family offer.task_family,
    public offer.public,
    weekdays integer NOT NULL CHECK (weekdays BETWEEN 0 AND 127),
    begin_from integer NOT NULL CHECK (begin_from BETWEEN 0 AND 1440),
    home_by integer NOT NULL CHECK (home_by BETWEEN 0 AND 1440),
    car_needed boolean,
    transit boolean NOT NULL,
    free boolean NOT NULL,
    fresh boolean NOT NULL,
    version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (within IS NULL OR near IS NOT NULL)
);
CREATE INDEX search_account ON offer.search (account_id);
ALTER TABLE offer.search ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.search FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.search IS
    'Searches of posts that a counsellor keeps; nothing in it is of a person placed. World: offer. Retention: search.';
COMMENT ON COLUMN offer.search.id IS 'Unguessable identifier.';
COMMENT ON COLUMN offer.search.account_id IS 'Whose it is; nobody else sees it.';
COMMENT ON COLUMN offer.search.name IS 'What she calls it.';
COMMENT ON COLUMN offer.search.host_id IS 'Of this host. Here and below, absent, 0 and false ask for nothing.';
COMMENT ON COLUMN offer.search.commune IS 'In the commune of this INSEE code, which may be gone by now.';
COMMENT ON COLUMN offer.search.near IS 'Metres are counted from the point of this one, likewise.';
COMMENT ON COLUMN offer.search.within IS 'So many metres at most.';
COMMENT ON COLUMN offer.search.family IS 'Family of tasks.';
COMMENT ON COLUMN offer.search.public IS 'For adults or for minors.';
COMMENT ON COLUMN offer.search.weekdays IS 'On one of these days, bit 0 is Monday.';
COMMENT ON COLUMN offer.search.begin_from IS 'No session begins before this minute of the day.';
COMMENT ON COLUMN offer.search.home_by IS 'None ends after this one.';
COMMENT ON COLUMN offer.search.car_needed IS 'Where a car is needed, or none is.';
COMMENT ON COLUMN offer.search.transit IS 'Where one comes by public transport (C-07).';
COMMENT ON COLUMN offer.search.free IS 'With a free place (C-14).';
COMMENT ON COLUMN offer.search.fresh IS 'Confirmed in time (B-09).';
COMMENT ON COLUMN offer.search.version IS 'Raised by every change.';
COMMENT ON COLUMN offer.search.created_at IS 'When it was kept.';

CREATE TABLE offer.search_look (
    search_id uuid PRIMARY KEY REFERENCES offer.search (id) ON DELETE CASCADE,
    seen bigint NOT NULL,
    whole boolean NOT NULL DEFAULT false
);
ALTER TABLE offer.search_look ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.search_look FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.search_look IS 'How far its owner looked at what a search finds. World: offer. Retention: search.';
COMMENT ON COLUMN offer.search_look.search_id IS 'Which search.';
COMMENT ON COLUMN offer.search_look.seen IS 'Round up to which she has seen what it finds.';
COMMENT ON COLUMN offer.search_look.whole IS 'The worker has to look at all posts for it, not at those that changed.';

CREATE TABLE offer.search_post (
    search_id uuid NOT NULL REFERENCES offer.search (id) ON DELETE CASCADE,
    post_id uuid NOT NULL,
    since bigint NOT NULL,
    PRIMARY KEY (search_id, post_id)
);
CREATE INDEX search_post_since ON offer.search_post (search_id, since);
ALTER TABLE offer.search_post ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.search_post FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.search_post IS 'Posts that a search finds, as of the last round. World: offer. Retention: search.';
COMMENT ON COLUMN offer.search_post.search_id IS 'Which search.';
COMMENT ON COLUMN offer.search_post.post_id IS 'Which post, which may be gone.';
COMMENT ON COLUMN offer.search_post.since IS 'Round since which it is found.';

CREATE TABLE offer.search_round (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    n bigint NOT NULL,
    through pg_snapshot NOT NULL,
    day date NOT NULL
);
INSERT INTO offer.search_round (n, through, day) VALUES (0, pg_current_snapshot(), '1970-01-01');
ALTER TABLE offer.search_round ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.search_round FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.search_round IS 'How far the worker looked at changes of posts. World: offer. Retention: installation.';
COMMENT ON COLUMN offer.search_round.one IS 'There is one row.';
COMMENT ON COLUMN offer.search_round.n IS 'Number of the last round.';
COMMENT ON COLUMN offer.search_round.through IS 'Changes that are visible in this snapshot were looked at.';
COMMENT ON COLUMN offer.search_round.day IS 'Day of the last round.';
