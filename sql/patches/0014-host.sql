-- patch: 0014
-- after: 0013
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Hosts (organismes d'accueil): who they are, where, whom to call. A host is an organisation that may have accounts.

CREATE TYPE offer.legal_form AS ENUM (
    'state', 'local_authority', 'public_establishment', 'hospital',
    'association', 'public_service_body', 'ess_body', 'ess_company', 'mission_company');
CREATE TYPE offer.host_state AS ENUM ('active', 'suspended', 'closed');
CREATE TYPE offer.contact_part AS ENUM ('representative', 'board', 'in_charge', 'other');
COMMENT ON TYPE offer.legal_form IS
    'The first four are public and host by right (H-01); the others need a habilitation (H-02, H-03).';
COMMENT ON TYPE offer.host_state IS 'suspended: by the director, with a reason; closed: it exists no more.';
COMMENT ON TYPE offer.contact_part IS
    'representative: signs for the host (H-15); board: of an association (H-05); in_charge: of a post (H-16).';

CREATE TABLE offer.host (
    id uuid PRIMARY KEY REFERENCES sec.organisation (id),
    form offer.legal_form NOT NULL,
    siren text UNIQUE CHECK (siren ~ '^[0-9]{9}$'),
    insee text NOT NULL REFERENCES offer.commune (insee),
    address text NOT NULL DEFAULT '' CHECK (char_length(address) <= 300),
    state offer.host_state NOT NULL DEFAULT 'active',
    state_reason text NOT NULL DEFAULT '' CHECK (char_length(state_reason) <= 1000),
    version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (state = 'active' OR state_reason <> '')
);
CREATE INDEX host_page ON offer.host (created_at, id);
ALTER TABLE offer.host ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.host FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.host IS 'Host organisations. World: offer. Retention: host.';
COMMENT ON COLUMN offer.host.id IS 'The organisation.';
COMMENT ON COLUMN offer.host.form IS 'Legal form: decides whether it needs a habilitation, and its file.';
COMMENT ON COLUMN offer.host.siren IS 'SIREN.';
COMMENT ON COLUMN offer.host.insee IS 'Commune of the seat.';
COMMENT ON COLUMN offer.host.address IS 'Address of the seat.';
COMMENT ON COLUMN offer.host.state IS 'Whether it may take people.';
COMMENT ON COLUMN offer.host.state_reason IS 'Why it is not active; for the service and the host.';
COMMENT ON COLUMN offer.host.version IS 'Raised by every change.';
COMMENT ON COLUMN offer.host.created_at IS 'When it was entered.';

CREATE TABLE offer.site (
    id uuid PRIMARY KEY,
    host_id uuid NOT NULL REFERENCES offer.host (id),
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    address text NOT NULL DEFAULT '' CHECK (char_length(address) <= 300),
    insee text NOT NULL REFERENCES offer.commune (insee),
    lat double precision CHECK (lat BETWEEN -90 AND 90),
    lon double precision CHECK (lon BETWEEN -180 AND 180),
    access text NOT NULL DEFAULT '' CHECK (char_length(access) <= 500),
    step_free boolean NOT NULL DEFAULT false,
    closed boolean NOT NULL DEFAULT false,
    version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (id, host_id),
    CHECK ((lat IS NULL) = (lon IS NULL))
);
CREATE INDEX site_host ON offer.site (host_id);
ALTER TABLE offer.site ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.site FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.site IS 'Places where a host has posts. World: offer. Retention: host.';
COMMENT ON COLUMN offer.site.id IS 'Unguessable identifier.';
COMMENT ON COLUMN offer.site.host_id IS 'Whose it is.';
COMMENT ON COLUMN offer.site.name IS 'As people call it.';
COMMENT ON COLUMN offer.site.address IS 'Street and number.';
COMMENT ON COLUMN offer.site.insee IS 'Commune; its point stands in where the site has none.';
COMMENT ON COLUMN offer.site.lat IS 'Latitude, WGS 84.';
COMMENT ON COLUMN offer.site.lon IS 'Longitude, WGS 84.';
COMMENT ON COLUMN offer.site.access IS 'How to get there.';
COMMENT ON COLUMN offer.site.step_free IS 'Access without steps.';
COMMENT ON COLUMN offer.site.closed IS 'No longer in use.';
COMMENT ON COLUMN offer.site.version IS 'Raised by every change.';
COMMENT ON COLUMN offer.site.created_at IS 'When it was entered.';

CREATE TABLE offer.contact (
    id uuid PRIMARY KEY,
    host_id uuid NOT NULL REFERENCES offer.host (id),
    part offer.contact_part NOT NULL,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    function text NOT NULL DEFAULT '' CHECK (char_length(function) <= 200),
    phone text NOT NULL DEFAULT '' CHECK (char_length(phone) <= 40),
    email text NOT NULL DEFAULT '' CHECK (char_length(email) <= 200),
    version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (id, host_id)
);
CREATE INDEX contact_host ON offer.contact (host_id);
ALTER TABLE offer.contact ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.contact FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.contact IS 'People of a host whom the service deals with. World: offer. Retention: host.';
COMMENT ON COLUMN offer.contact.id IS 'Unguessable identifier.';
COMMENT ON COLUMN offer.contact.host_id IS 'Whose they are.';
COMMENT ON COLUMN offer.contact.part IS 'Why the service knows them.';
COMMENT ON COLUMN offer.contact.name IS 'Name.';
COMMENT ON COLUMN offer.contact.function IS 'Function or quality.';
COMMENT ON COLUMN offer.contact.phone IS 'Telephone at work.';
COMMENT ON COLUMN offer.contact.email IS 'Address at work.';
COMMENT ON COLUMN offer.contact.version IS 'Raised by every change.';
COMMENT ON COLUMN offer.contact.created_at IS 'When it was entered.';

-- What a request must state of some of them (H-05, H-15, H-16), apart: only who handles the file sees it.
CREATE TABLE offer.contact_civil (
    contact_id uuid PRIMARY KEY,
    host_id uuid NOT NULL,
    birth_date date CHECK (birth_date BETWEEN '1900-01-01' AND '2199-12-31'),
    birth_place text NOT NULL DEFAULT '' CHECK (char_length(birth_place) <= 200),
    nationality text NOT NULL DEFAULT '' CHECK (char_length(nationality) <= 100),
    FOREIGN KEY (contact_id, host_id) REFERENCES offer.contact (id, host_id) ON DELETE CASCADE
);
ALTER TABLE offer.contact_civil ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.contact_civil FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.contact_civil IS
    'Civil status that a request must state of a contact (H-05, H-15, H-16). World: offer. Retention: host.';
COMMENT ON COLUMN offer.contact_civil.contact_id IS 'Of whom.';
COMMENT ON COLUMN offer.contact_civil.host_id IS 'The contact''s host.';
COMMENT ON COLUMN offer.contact_civil.birth_date IS 'Date of birth.';
COMMENT ON COLUMN offer.contact_civil.birth_place IS 'Place of birth.';
COMMENT ON COLUMN offer.contact_civil.nationality IS 'Nationality, of members of a board.';
