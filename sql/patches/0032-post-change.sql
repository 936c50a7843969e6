-- patch: 0032
-- after: 0031
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Which posts changed, for who keeps the posts of a département in memory and asks what is new since. Rows are only
-- added, by the transaction that changes the post, so that nobody ever waits for anybody here; the worker forgets old
-- ones and notes up to where.

CREATE TABLE offer.post_change (
    departement text NOT NULL,
    changed_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
    post_id uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (departement, changed_in, post_id)
);
CREATE INDEX post_change_at ON offer.post_change (at);
ALTER TABLE offer.post_change ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.post_change FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.post_change IS
    'Posts of which something changed that a match reads, places taken included. World: offer. Retention: change.';
COMMENT ON COLUMN offer.post_change.departement IS 'Département of its site, before and after where that changed.';
COMMENT ON COLUMN offer.post_change.changed_in IS 'Transaction that changed it.';
COMMENT ON COLUMN offer.post_change.post_id IS 'Which post, which may be gone; nil: all of the département.';
COMMENT ON COLUMN offer.post_change.at IS 'When, for forgetting.';

CREATE TABLE offer.post_change_end (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    through xid8 NOT NULL
);
INSERT INTO offer.post_change_end (through) VALUES ('0');
ALTER TABLE offer.post_change_end ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.post_change_end FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.post_change_end IS
    'How far offer.post_change was forgotten. World: offer. Retention: installation.';
COMMENT ON COLUMN offer.post_change_end.one IS 'There is one row.';
COMMENT ON COLUMN offer.post_change_end.through IS 'No row of this transaction or an older one need be there any more.';
