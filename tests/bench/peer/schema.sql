-- SPDX-License-Identifier: EUPL-1.2
-- The peers' tables, in a database of their own beside ours: as many sessions and cases, and an audit row a read.
CREATE TABLE sessions (
    token_hash bytea PRIMARY KEY,
    user_id bigint NOT NULL,
    district_id integer NOT NULL,
    role text NOT NULL,
    expires_at timestamptz NOT NULL
);
INSERT INTO sessions
SELECT sha256(int8send(i)), i, 1 + i % 50, 'officer', now() + interval '1 year' FROM generate_series(1, 10000) AS i;
CREATE TABLE cases (
    id bigint PRIMARY KEY,
    district_id integer NOT NULL,
    officer_id integer NOT NULL,
    status smallint NOT NULL,
    opened_at timestamptz NOT NULL,
    due_minutes integer NOT NULL,
    done_minutes integer NOT NULL,
    f_name bytea NOT NULL,
    f_dob bytea NOT NULL,
    f_address bytea NOT NULL,
    f_phone bytea NOT NULL,
    f_nid bytea NOT NULL,
    f_note bytea NOT NULL
);
\copy cases from pstdin
CREATE INDEX cases_page ON cases (district_id, status, opened_at DESC, id DESC);
CREATE TABLE audit (
    id bigserial PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now(),
    actor bigint NOT NULL,
    district_id integer NOT NULL,
    action text NOT NULL,
    subject bigint,
    detail text NOT NULL
);
CREATE INDEX audit_at ON audit (district_id, at);
CREATE TABLE hours (
    id bigserial PRIMARY KEY,
    case_id bigint NOT NULL REFERENCES cases (id),
    day date NOT NULL,
    minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
    entered_by bigint NOT NULL,
    note bytea NOT NULL
);
CREATE INDEX hours_case ON hours (case_id, day);
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO peer;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO peer;
VACUUM ANALYZE;
