-- patch: 0002
-- after: 0001
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Organisations, accounts, and how long a session of each role lives.

CREATE TYPE sec.role AS ENUM (
    'counsellor', 'director', 'referent', 'host_manager', 'tutor', 'auditor', 'administrator');
CREATE TYPE sec.organisation_kind AS ENUM ('unit', 'host', 'audit', 'service');
CREATE TYPE sec.account_state AS ENUM ('invited', 'active', 'disabled');
CREATE TYPE sec.who AS (account uuid, role sec.role, org uuid);
COMMENT ON TYPE sec.role IS 'What an account may be; one account, one role.';
COMMENT ON TYPE sec.organisation_kind IS
    'unit: SPIP unit; host: host organisation; audit: auditors; service: technical service.';
COMMENT ON TYPE sec.account_state IS 'invited: an activation code is out; active; disabled.';
COMMENT ON TYPE sec.who IS 'The person behind a live, bound session.';

CREATE TABLE sec.organisation (
    id uuid PRIMARY KEY,
    kind sec.organisation_kind NOT NULL,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    created_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE sec.organisation ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.organisation FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.organisation IS 'Organisations that have accounts. World: sec. Retention: account.';
COMMENT ON COLUMN sec.organisation.id IS 'Unguessable identifier.';
COMMENT ON COLUMN sec.organisation.kind IS 'What it is; a unit holds cases, a host holds posts.';
COMMENT ON COLUMN sec.organisation.name IS 'Name as people know it.';
COMMENT ON COLUMN sec.organisation.created_at IS 'When it was entered.';

CREATE TABLE sec.account (
    id uuid PRIMARY KEY,
    login text NOT NULL UNIQUE CHECK (octet_length(login) BETWEEN 1 AND 64),
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    role sec.role NOT NULL,
    org uuid NOT NULL REFERENCES sec.organisation (id),
    state sec.account_state NOT NULL DEFAULT 'invited',
    record bytea NOT NULL CHECK (octet_length(record) = 320),
    auth_version integer NOT NULL DEFAULT 1 CHECK (auth_version >= 1),
    last_totp_step bigint NOT NULL DEFAULT 0 CHECK (last_totp_step >= 0),
    public_key bytea NOT NULL CHECK (octet_length(public_key) = 32),
    created_at timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);
ALTER TABLE sec.account ALTER COLUMN record SET STORAGE PLAIN;
CREATE INDEX account_org ON sec.account (org);
ALTER TABLE sec.account ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.account FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.account IS 'People who sign in. World: sec. Retention: account.';
COMMENT ON COLUMN sec.account.id IS 'Unguessable identifier; the pseudonym of the log.';
COMMENT ON COLUMN sec.account.login IS 'What the person types, folded by the asker.';
COMMENT ON COLUMN sec.account.name IS 'Name shown to colleagues.';
COMMENT ON COLUMN sec.account.role IS 'The one role of the account.';
COMMENT ON COLUMN sec.account.org IS 'The one organisation of the account.';
COMMENT ON COLUMN sec.account.state IS 'Only an active account has live sessions.';
COMMENT ON COLUMN sec.account.record IS 'Sign-in or enrolment record, opaque, only the vault reads it.';
COMMENT ON COLUMN sec.account.auth_version IS
    'Raised by every change of password; older grants and sessions are void. 1 when founded.';
COMMENT ON COLUMN sec.account.last_totp_step IS 'Last TOTP step spent: a code works once.';
COMMENT ON COLUMN sec.account.public_key IS 'Public half of the user pair.';
COMMENT ON COLUMN sec.account.created_at IS 'When the account was entered.';

CREATE TABLE sec.session_limit (
    role sec.role PRIMARY KEY,
    idle interval NOT NULL CHECK (idle > interval '0'),
    absolute interval NOT NULL CHECK (absolute >= idle)
);
INSERT INTO sec.session_limit (role, idle, absolute) VALUES
    ('counsellor', '30 minutes', '10 hours'),
    ('director', '30 minutes', '10 hours'),
    ('referent', '30 minutes', '10 hours'),
    ('auditor', '30 minutes', '10 hours'),
    ('administrator', '30 minutes', '10 hours'),
    ('host_manager', '2 hours', '12 hours'),
    ('tutor', '2 hours', '12 hours');
ALTER TABLE sec.session_limit ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.session_limit FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.session_limit IS 'How long a session of each role lives. World: sec. Retention: installation.';
COMMENT ON COLUMN sec.session_limit.role IS 'Role.';
COMMENT ON COLUMN sec.session_limit.idle IS 'A session ends after this long without a request.';
COMMENT ON COLUMN sec.session_limit.absolute IS 'A session ends after this long whatever happens.';

-- Needed by 0008; policies/10-sec.sql says it again at every reload.
GRANT REFERENCES (id) ON sec.account, sec.organisation TO jalon_owner;
