-- patch: 0004
-- after: 0003
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Sessions, and the keys by which a repeated request is known.

CREATE TYPE sec.session_end AS ENUM ('sign_out', 'expired', 'password');
COMMENT ON TYPE sec.session_end IS
    'sign_out: by the person; expired: idle or absolute end; password: the record changed.';

CREATE TABLE sec.session (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    account uuid NOT NULL REFERENCES sec.account (id),
    auth_version integer NOT NULL,
    opened_at timestamptz NOT NULL,
    touched_at timestamptz NOT NULL,
    idle_until timestamptz NOT NULL,
    abs_until timestamptz NOT NULL,
    claimed text NOT NULL DEFAULT '' CHECK (char_length(claimed) <= 64),
    keys bytea CHECK (octet_length(keys) BETWEEN 1 AND 65535),
    ended_at timestamptz,
    ended_by sec.session_end,
    CHECK (idle_until <= abs_until),
    CHECK ((ended_at IS NULL) = (ended_by IS NULL)),
    CHECK (ended_at IS NULL OR keys IS NULL)
) WITH (fillfactor = 70);
ALTER TABLE sec.session ALTER COLUMN keys SET STORAGE EXTERNAL;
CREATE INDEX session_account ON sec.session (account);
CREATE INDEX session_abs_until ON sec.session (abs_until);
ALTER TABLE sec.session ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.session FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.session IS
    'Sessions, kept until a day after their absolute end so that no grant works twice. World: sec. Retention: session.';
COMMENT ON COLUMN sec.session.hash IS 'SHA-256 of the session id; the id itself is never stored.';
COMMENT ON COLUMN sec.session.id IS 'Name of the session in the log and in lists; opens nothing.';
COMMENT ON COLUMN sec.session.account IS 'Whose it is. Role and organisation are read from the account at every call.';
COMMENT ON COLUMN sec.session.auth_version IS
    'Authentication version at sign-in; the session is void when the account has another.';
COMMENT ON COLUMN sec.session.opened_at IS 'Sign-in.';
COMMENT ON COLUMN sec.session.touched_at IS 'Last extension of the idle end.';
COMMENT ON COLUMN sec.session.idle_until IS 'End unless touched.';
COMMENT ON COLUMN sec.session.abs_until IS 'End whatever happens.';
COMMENT ON COLUMN sec.session.claimed IS 'Address as the web process claims it.';
COMMENT ON COLUMN sec.session.keys IS
    'Key material of the user, wrapped by the vault for this session; wiped at the end.';
COMMENT ON COLUMN sec.session.ended_at IS 'When it was ended.';
COMMENT ON COLUMN sec.session.ended_by IS 'Why it was ended.';

CREATE TABLE sec.idempotency (
    account uuid NOT NULL REFERENCES sec.account (id),
    key bytea NOT NULL CHECK (octet_length(key) = 32),
    operation text NOT NULL CHECK (octet_length(operation) BETWEEN 1 AND 40),
    digest bytea NOT NULL CHECK (octet_length(digest) = 32),
    result uuid NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account, key)
);
CREATE INDEX idempotency_at ON sec.idempotency (at);
ALTER TABLE sec.idempotency ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.idempotency FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.idempotency IS
    'Keys of writes, so that a repeated request has one effect. World: sec. Retention: idempotency.';
COMMENT ON COLUMN sec.idempotency.account IS 'Who wrote.';
COMMENT ON COLUMN sec.idempotency.key IS 'Hash of the key that the client chose.';
COMMENT ON COLUMN sec.idempotency.operation IS 'What was done with it.';
COMMENT ON COLUMN sec.idempotency.digest IS 'Keyed hash of the request body.';
COMMENT ON COLUMN sec.idempotency.result IS 'Identifier of what was made.';
COMMENT ON COLUMN sec.idempotency.at IS 'When.';
