-- patch: 0017
-- after: 0016
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Leads: bodies that might host one day, and what was said to them.

CREATE TYPE offer.lead_state AS ENUM ('new', 'contacted', 'meeting', 'interested', 'converted', 'declined');
CREATE TYPE offer.lead_origin AS ENUM ('forum', 'referral', 'letter', 'web', 'visit', 'other');
CREATE TYPE offer.lead_event_kind AS ENUM ('call', 'email', 'letter', 'meeting', 'visit', 'forum', 'other');
COMMENT ON TYPE offer.lead_state IS 'How far it came; converted: a host was made of it.';
COMMENT ON TYPE offer.lead_origin IS 'How the service came to know of it.';
COMMENT ON TYPE offer.lead_event_kind IS 'How it was spoken to.';

CREATE TABLE offer.lead (
    id uuid PRIMARY KEY,
    departement text NOT NULL,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    insee text REFERENCES offer.commune (insee),
    origin offer.lead_origin NOT NULL,
    state offer.lead_state NOT NULL DEFAULT 'new',
    contact_name text NOT NULL DEFAULT '' CHECK (char_length(contact_name) <= 200),
    phone text NOT NULL DEFAULT '' CHECK (char_length(phone) <= 40),
    email text NOT NULL DEFAULT '' CHECK (char_length(email) <= 200),
    note text NOT NULL DEFAULT '' CHECK (char_length(note) <= 2000),
    next_on date,
    last_contact_on date NOT NULL,
    assigned_to uuid REFERENCES sec.account (id),
    host_id uuid REFERENCES offer.host (id),
    version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((state = 'converted') = (host_id IS NOT NULL))
);
CREATE INDEX lead_page ON offer.lead (created_at, id);
ALTER TABLE offer.lead ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.lead FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.lead IS 'Bodies that might host. World: offer. Retention: lead.';
COMMENT ON COLUMN offer.lead.id IS 'Unguessable identifier.';
COMMENT ON COLUMN offer.lead.departement IS 'Whose referents follow it.';
COMMENT ON COLUMN offer.lead.name IS 'Its name.';
COMMENT ON COLUMN offer.lead.insee IS 'Its commune.';
COMMENT ON COLUMN offer.lead.origin IS 'How the service came to know of it.';
COMMENT ON COLUMN offer.lead.state IS 'How far it came.';
COMMENT ON COLUMN offer.lead.contact_name IS 'Whom to ask for.';
COMMENT ON COLUMN offer.lead.phone IS 'Telephone at work.';
COMMENT ON COLUMN offer.lead.email IS 'Address at work.';
COMMENT ON COLUMN offer.lead.note IS 'What to know.';
COMMENT ON COLUMN offer.lead.next_on IS 'Day by which somebody acts.';
COMMENT ON COLUMN offer.lead.last_contact_on IS 'Last contact; two years later the row goes.';
COMMENT ON COLUMN offer.lead.assigned_to IS 'Referent who follows it.';
COMMENT ON COLUMN offer.lead.host_id IS 'Host that was made of it.';
COMMENT ON COLUMN offer.lead.version IS 'Raised by every change.';
COMMENT ON COLUMN offer.lead.created_at IS 'When it was entered.';

CREATE TABLE offer.lead_event (
    id uuid PRIMARY KEY,
    lead_id uuid NOT NULL REFERENCES offer.lead (id) ON DELETE CASCADE,
    kind offer.lead_event_kind NOT NULL,
    on_day date NOT NULL,
    note text NOT NULL DEFAULT '' CHECK (char_length(note) <= 2000),
    by_account uuid NOT NULL REFERENCES sec.account (id),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX lead_event_lead ON offer.lead_event (lead_id, on_day);
ALTER TABLE offer.lead_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.lead_event FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.lead_event IS 'What was said to a lead. World: offer. Retention: lead.';
COMMENT ON COLUMN offer.lead_event.id IS 'Unguessable identifier.';
COMMENT ON COLUMN offer.lead_event.lead_id IS 'To which lead.';
COMMENT ON COLUMN offer.lead_event.kind IS 'How.';
COMMENT ON COLUMN offer.lead_event.on_day IS 'When.';
COMMENT ON COLUMN offer.lead_event.note IS 'What came of it.';
COMMENT ON COLUMN offer.lead_event.by_account IS 'Who.';
COMMENT ON COLUMN offer.lead_event.created_at IS 'When it was entered.';
