-- patch: 0011
-- after: 0010
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- What two officers decide together about a person, and what a colleague may do for her afterwards. The bytes inside
-- are the vault's; that two different people decided is held here a second time, by constraints.

CREATE TYPE sec.request_kind AS ENUM ('membership', 'officer', 'reset');
CREATE TYPE sec.request_state AS ENUM ('open', 'done', 'closed', 'expired');
COMMENT ON TYPE sec.request_kind IS
    'membership: the unit''s secret; officer: that and the right to decide; reset: new pair, password, second factor.';
COMMENT ON TYPE sec.request_state IS
    'open; done: two officers approved; closed: withdrawn or overtaken; expired: after 14 days.';

CREATE TABLE sec.request (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    kind sec.request_kind NOT NULL,
    account uuid NOT NULL REFERENCES sec.account (id),
    org uuid NOT NULL REFERENCES sec.organisation (id),
    state sec.request_state NOT NULL DEFAULT 'open',
    asked_by uuid NOT NULL REFERENCES sec.account (id),
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    item bytea CHECK (octet_length(item) = 63),
    endorsement bytea CHECK (octet_length(endorsement) = 92),
    endorsed_by uuid REFERENCES sec.account (id),
    endorsed_at timestamptz,
    decided_by uuid REFERENCES sec.account (id),
    decided_at timestamptz,
    CHECK (num_nulls(item, endorsement, endorsed_by, endorsed_at) IN (0, 4)),
    CHECK ((decided_by IS NULL) = (decided_at IS NULL)),
    CHECK ((state = 'done') = (decided_by IS NOT NULL)),
    CHECK (decided_by IS NULL OR endorsed_by IS NOT NULL AND endorsed_by <> decided_by),
    CHECK (asked_by <> account AND endorsed_by <> account AND decided_by <> account)
);
CREATE UNIQUE INDEX request_open ON sec.request (account) WHERE state = 'open';
CREATE INDEX request_org ON sec.request (org, asked_at);
CREATE INDEX request_endorsed ON sec.request (endorsed_by) WHERE state = 'open';
ALTER TABLE sec.request ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.request FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.request IS 'What two officers are asked to decide about a person. World: sec. Retention: log.';
COMMENT ON COLUMN sec.request.id IS 'Unguessable identifier; part of the statement.';
COMMENT ON COLUMN sec.request.kind IS 'What is asked.';
COMMENT ON COLUMN sec.request.account IS 'About whom; one open request a person.';
COMMENT ON COLUMN sec.request.org IS 'Her organisation; the officers of that unit decide.';
COMMENT ON COLUMN sec.request.state IS 'Where it stands.';
COMMENT ON COLUMN sec.request.asked_by IS 'Who asked.';
COMMENT ON COLUMN sec.request.asked_at IS 'When; it waits 14 days.';
COMMENT ON COLUMN sec.request.item IS 'What the first officer''s ticket said. An endorsement of anything else is void.';
COMMENT ON COLUMN sec.request.endorsement IS 'The first officer''s approval, opaque, MAC''d by the vault.';
COMMENT ON COLUMN sec.request.endorsed_by IS 'First officer.';
COMMENT ON COLUMN sec.request.endorsed_at IS 'When the first officer approved.';
COMMENT ON COLUMN sec.request.decided_by IS 'Second officer, never the first.';
COMMENT ON COLUMN sec.request.decided_at IS 'When the second officer approved.';

CREATE TABLE sec.permit (
    account uuid NOT NULL REFERENCES sec.account (id),
    org uuid NOT NULL REFERENCES sec.organisation (id),
    generation integer NOT NULL CHECK (generation >= 1),
    body bytea NOT NULL CHECK (octet_length(body) = 36),
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    spent_by uuid REFERENCES sec.account (id),
    spent_at timestamptz,
    PRIMARY KEY (account, org, generation),
    CHECK ((spent_by IS NULL) = (spent_at IS NULL)),
    CHECK (spent_by <> account)
);
CREATE INDEX permit_org ON sec.permit (org) WHERE spent_at IS NULL;
ALTER TABLE sec.permit ENABLE ROW LEVEL SECURITY;
ALTER TABLE sec.permit FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE sec.permit IS
    'Leave for one colleague to box the organisation''s secret to a person''s new key. World: sec. Retention: key.';
COMMENT ON COLUMN sec.permit.account IS 'Who gets the secret.';
COMMENT ON COLUMN sec.permit.org IS 'Whose secret.';
COMMENT ON COLUMN sec.permit.generation IS 'Generation of the person''s pair; of no use with another.';
COMMENT ON COLUMN sec.permit.body IS 'The permit, opaque, MAC''d by the vault.';
COMMENT ON COLUMN sec.permit.made_at IS 'When it was given.';
COMMENT ON COLUMN sec.permit.spent_by IS 'Colleague who used it.';
COMMENT ON COLUMN sec.permit.spent_at IS 'When it was used: once.';
