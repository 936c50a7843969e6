-- patch: 0015
-- after: 0014
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Posts (postes): the sheet, its weekly slots, its closed days, who stopped it. Minutes count from midnight at the
-- place; a slot over midnight is two.

CREATE TYPE offer.task_family AS ENUM (
    'green_spaces', 'cleaning', 'painting', 'building', 'handling', 'sorting', 'reception', 'solidarity', 'catering',
    'animals', 'culture', 'admin');
CREATE TYPE offer.post_state AS ENUM ('draft', 'asked', 'opinions', 'inscribed', 'suspended', 'removed');
CREATE TYPE offer.need AS ENUM (
    'french_spoken', 'french_read', 'driving_licence', 'heights', 'loads', 'food_hygiene', 'vaccination');
CREATE TYPE offer.side AS ENUM ('direction', 'host');
CREATE TYPE offer.offence_family AS ENUM (
    'persons_violence', 'persons_sexual', 'minors_victims', 'theft', 'fire', 'weapons', 'drugs', 'road', 'animals');
COMMENT ON TYPE offer.task_family IS 'What the work is about.';
COMMENT ON TYPE offer.post_state IS
    'draft; asked: the host asks for its inscription; opinions: they were asked; inscribed on the list; '
    'suspended: inscribed, but stopped by one side; removed from the list.';
COMMENT ON TYPE offer.need IS 'What the work asks of a person.';
COMMENT ON TYPE offer.side IS 'Who may stop a post provisionally (H-18).';
COMMENT ON TYPE offer.offence_family IS 'Families that the service keeps away from a post; never told to the host.';

CREATE TABLE offer.post (
    id uuid PRIMARY KEY,
    host_id uuid NOT NULL REFERENCES offer.host (id),
    site_id uuid NOT NULL,
    public offer.public NOT NULL,
    title text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 120),
    family offer.task_family NOT NULL,
    nature text NOT NULL CHECK (char_length(nature) BETWEEN 1 AND 2000),
    manner text NOT NULL DEFAULT '' CHECK (char_length(manner) <= 2000),
    learning text NOT NULL DEFAULT '' CHECK (char_length(learning) <= 1000),
    places integer NOT NULL CHECK (places BETWEEN 1 AND 50),
    min_hours integer CHECK (min_hours BETWEEN 1 AND 400),
    max_hours integer CHECK (max_hours BETWEEN 1 AND 400),
    needs offer.need[] NOT NULL DEFAULT '{}',
    special_risk boolean NOT NULL,
    care_setting boolean NOT NULL,
    meets_children boolean NOT NULL,
    meets_vulnerable boolean NOT NULL,
    meets_public boolean NOT NULL,
    protection text NOT NULL DEFAULT '' CHECK (char_length(protection) <= 300),
    dress text NOT NULL DEFAULT '' CHECK (char_length(dress) <= 300),
    meals text NOT NULL DEFAULT '' CHECK (char_length(meals) <= 300),
    in_charge uuid,
    state offer.post_state NOT NULL DEFAULT 'draft',
    inscribed_on date,
    removed_on date,
    confirmed_on date,
    version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (id, host_id),
    FOREIGN KEY (site_id, host_id) REFERENCES offer.site (id, host_id),
    FOREIGN KEY (in_charge, host_id) REFERENCES offer.contact (id, host_id),
    CHECK (min_hours <= max_hours),
    CHECK ((state IN ('inscribed', 'suspended', 'removed')) = (inscribed_on IS NOT NULL)),
    CHECK ((state = 'removed') = (removed_on IS NOT NULL))
) WITH (fillfactor = 80);
CREATE INDEX post_page ON offer.post (created_at, id);
CREATE INDEX post_host ON offer.post (host_id);
CREATE INDEX post_site ON offer.post (site_id);
ALTER TABLE offer.post ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.post FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.post IS 'Sheets of posts (H-15, H-16). World: offer. Retention: host.';
COMMENT ON COLUMN offer.post.id IS 'Unguessable identifier.';
COMMENT ON COLUMN offer.post.host_id IS 'Who offers it.';
COMMENT ON COLUMN offer.post.site_id IS 'Where.';
COMMENT ON COLUMN offer.post.public IS 'For adults or for minors: two lists (H-14); who takes both has two posts.';
COMMENT ON COLUMN offer.post.title IS 'What it is called.';
COMMENT ON COLUMN offer.post.family IS 'Family of tasks.';
COMMENT ON COLUMN offer.post.nature IS 'Nature of the work (H-16).';
COMMENT ON COLUMN offer.post.manner IS 'How it is done (H-16).';
COMMENT ON COLUMN offer.post.learning IS 'What a person can learn there (H-17, H-20).';
COMMENT ON COLUMN offer.post.places IS 'People at the same time (H-16).';
COMMENT ON COLUMN offer.post.min_hours IS 'Fewest ordered hours that are taken.';
COMMENT ON COLUMN offer.post.max_hours IS 'Most ordered hours that are taken.';
COMMENT ON COLUMN offer.post.needs IS 'What it asks of a person.';
COMMENT ON COLUMN offer.post.special_risk IS 'Special risks (R4624-23): fitness is looked at first (W-05).';
COMMENT ON COLUMN offer.post.care_setting IS 'Care setting (CSP L3111-4): immunity is looked at first (W-05).';
COMMENT ON COLUMN offer.post.meets_children IS 'Contact with children.';
COMMENT ON COLUMN offer.post.meets_vulnerable IS 'Contact with vulnerable people.';
COMMENT ON COLUMN offer.post.meets_public IS 'Contact with the public.';
COMMENT ON COLUMN offer.post.protection IS 'Protective equipment that is provided.';
COMMENT ON COLUMN offer.post.dress IS 'What to wear.';
COMMENT ON COLUMN offer.post.meals IS 'Meals.';
COMMENT ON COLUMN offer.post.in_charge IS 'Who is in charge (H-16).';
COMMENT ON COLUMN offer.post.state IS 'Where it stands.';
COMMENT ON COLUMN offer.post.inscribed_on IS 'Day of its inscription.';
COMMENT ON COLUMN offer.post.removed_on IS 'Day of its removal.';
COMMENT ON COLUMN offer.post.confirmed_on IS 'Last day on which the host or the referent said that it is still so.';
COMMENT ON COLUMN offer.post.version IS 'Raised by every change.';
COMMENT ON COLUMN offer.post.created_at IS 'When it was entered.';

CREATE TABLE offer.slot (
    post_id uuid NOT NULL,
    host_id uuid NOT NULL,
    n integer NOT NULL CHECK (n BETWEEN 1 AND 42),
    weekday integer NOT NULL CHECK (weekday BETWEEN 1 AND 7),
    from_min integer NOT NULL CHECK (from_min BETWEEN 0 AND 1439),
    to_min integer NOT NULL CHECK (to_min BETWEEN 1 AND 1440),
    weeks int4range NOT NULL CHECK (weeks IN ('[0,2)', '[0,1)', '[1,2)')),
    places integer CHECK (places BETWEEN 1 AND 50),
    PRIMARY KEY (post_id, n),
    FOREIGN KEY (post_id, host_id) REFERENCES offer.post (id, host_id),
    CHECK (from_min < to_min),
    EXCLUDE USING gist (post_id WITH =, weekday WITH =, weeks WITH &&, int4range(from_min, to_min) WITH &&)
);
ALTER TABLE offer.slot ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.slot FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.slot IS 'Weekly and fortnightly times of a post. World: offer. Retention: host.';
COMMENT ON COLUMN offer.slot.post_id IS 'Of which post.';
COMMENT ON COLUMN offer.slot.host_id IS 'The post''s host.';
COMMENT ON COLUMN offer.slot.n IS 'Its number in the sheet.';
COMMENT ON COLUMN offer.slot.weekday IS 'ISO day of the week, 1 is Monday.';
COMMENT ON COLUMN offer.slot.from_min IS 'Begins, minutes from midnight.';
COMMENT ON COLUMN offer.slot.to_min IS 'Ends, minutes from midnight.';
COMMENT ON COLUMN offer.slot.weeks IS '[0,2) every week, [0,1) even ISO weeks, [1,2) odd ones.';
COMMENT ON COLUMN offer.slot.places IS 'Places in this slot where they differ from the post''s.';

CREATE TABLE offer.closure (
    id uuid PRIMARY KEY,
    post_id uuid NOT NULL,
    host_id uuid NOT NULL,
    days daterange NOT NULL CHECK (NOT isempty(days) AND NOT lower_inf(days) AND NOT upper_inf(days)),
    reason text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 300),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (post_id, host_id) REFERENCES offer.post (id, host_id),
    EXCLUDE USING gist (post_id WITH =, days WITH &&)
);
ALTER TABLE offer.closure ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.closure FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.closure IS 'Days on which a post is closed. World: offer. Retention: host.';
COMMENT ON COLUMN offer.closure.id IS 'Unguessable identifier.';
COMMENT ON COLUMN offer.closure.post_id IS 'Which post.';
COMMENT ON COLUMN offer.closure.host_id IS 'The post''s host.';
COMMENT ON COLUMN offer.closure.days IS 'First day to the day after the last.';
COMMENT ON COLUMN offer.closure.reason IS 'Why.';
COMMENT ON COLUMN offer.closure.created_at IS 'When it was entered.';

CREATE TABLE offer.suspension (
    id uuid PRIMARY KEY,
    post_id uuid NOT NULL,
    host_id uuid NOT NULL,
    side offer.side NOT NULL,
    reason text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 1000),
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    by_account uuid NOT NULL REFERENCES sec.account (id),
    ended_at timestamptz,
    ended_by uuid REFERENCES sec.account (id),
    FOREIGN KEY (post_id, host_id) REFERENCES offer.post (id, host_id),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE UNIQUE INDEX suspension_running ON offer.suspension (post_id, side) WHERE ended_at IS NULL;
ALTER TABLE offer.suspension ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.suspension FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.suspension IS 'Provisional stops of a post (H-18). World: offer. Retention: host.';
COMMENT ON COLUMN offer.suspension.id IS 'Unguessable identifier.';
COMMENT ON COLUMN offer.suspension.post_id IS 'Which post.';
COMMENT ON COLUMN offer.suspension.host_id IS 'The post''s host.';
COMMENT ON COLUMN offer.suspension.side IS 'Who stopped it; only that side goes on.';
COMMENT ON COLUMN offer.suspension.reason IS 'Why.';
COMMENT ON COLUMN offer.suspension.since IS 'Since when.';
COMMENT ON COLUMN offer.suspension.by_account IS 'Who said so.';
COMMENT ON COLUMN offer.suspension.ended_at IS 'When it ended.';
COMMENT ON COLUMN offer.suspension.ended_by IS 'Who ended it.';

CREATE TABLE offer.post_bar (
    post_id uuid NOT NULL REFERENCES offer.post (id),
    family offer.offence_family NOT NULL,
    by_account uuid NOT NULL REFERENCES sec.account (id),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (post_id, family)
);
ALTER TABLE offer.post_bar ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.post_bar FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.post_bar IS
    'Families of offences that the service keeps away from a post; counsellors and directors see them. World: '
    'offer. Retention: host.';
COMMENT ON COLUMN offer.post_bar.post_id IS 'Which post.';
COMMENT ON COLUMN offer.post_bar.family IS 'Which family.';
COMMENT ON COLUMN offer.post_bar.by_account IS 'Who said so.';
COMMENT ON COLUMN offer.post_bar.at IS 'When.';
