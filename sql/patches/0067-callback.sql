-- patch: 0067
-- after: 0066
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- People of a host ask to be called back (rappel par le référent), about a subject of a closed list. Nothing about a
-- person who is placed belongs here: this is the world of offers.

CREATE TYPE offer.callback_subject AS ENUM ('training', 'load', 'placement', 'safety', 'stop', 'other');
CREATE TYPE offer.callback_state AS ENUM ('open', 'taken', 'closed');
CREATE TYPE offer.callback_outcome AS ENUM ('informed', 'training', 'visit', 'relieved', 'passed_on', 'not_reached');
COMMENT ON TYPE offer.callback_subject IS
    'What they want to speak of; placement: a difficulty with one, naming nobody; stop: they want to.';
COMMENT ON TYPE offer.callback_state IS 'taken: a referent calls back.';
COMMENT ON TYPE offer.callback_outcome IS
    'What came of it; relieved: fewer people, or somebody else; passed_on: to who follows the person.';

CREATE TABLE offer.callback (
    id uuid PRIMARY KEY,
    host_id uuid NOT NULL REFERENCES offer.host (id),
    departement text NOT NULL,
    contact_id uuid,
    subject offer.callback_subject NOT NULL,
    reach text NOT NULL DEFAULT '' CHECK (char_length(reach) <= 80),
    state offer.callback_state NOT NULL DEFAULT 'open',
    due_on date NOT NULL,
    asked_by uuid NOT NULL REFERENCES sec.account (id),
    asked_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    taken_by uuid REFERENCES sec.account (id),
    outcome offer.callback_outcome,
    closed_on date,
    version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    FOREIGN KEY (contact_id, host_id) REFERENCES offer.contact (id, host_id) ON DELETE SET NULL (contact_id),
    CHECK ((state = 'open') = (taken_by IS NULL)),
    CHECK (num_nonnulls(outcome, closed_on) = CASE state WHEN 'closed' THEN 2 ELSE 0 END)
);
CREATE INDEX callback_page ON offer.callback (asked_at, id);
CREATE INDEX callback_contact ON offer.callback (contact_id);
ALTER TABLE offer.callback ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.callback FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.callback IS 'Requests of a host to be called back. World: offer. Retention: lead.';
COMMENT ON COLUMN offer.callback.id IS 'Unguessable identifier.';
COMMENT ON COLUMN offer.callback.host_id IS 'Which host.';
COMMENT ON COLUMN offer.callback.departement IS 'Of its seat: whose referents call back.';
COMMENT ON COLUMN offer.callback.contact_id IS 'Whom to call; null: nobody of the contacts, or who has left.';
COMMENT ON COLUMN offer.callback.subject IS 'About what.';
COMMENT ON COLUMN offer.callback.reach IS 'When and how they are reached.';
COMMENT ON COLUMN offer.callback.state IS 'How far it is.';
COMMENT ON COLUMN offer.callback.due_on IS 'Day by which somebody calls.';
COMMENT ON COLUMN offer.callback.asked_by IS 'Who asked.';
COMMENT ON COLUMN offer.callback.asked_at IS 'When.';
COMMENT ON COLUMN offer.callback.taken_by IS 'Referent who calls back.';
COMMENT ON COLUMN offer.callback.outcome IS 'What came of it.';
COMMENT ON COLUMN offer.callback.closed_on IS 'Day of the call that ended it.';
COMMENT ON COLUMN offer.callback.version IS 'Raised by every change.';

CREATE POLICY first_rows ON offer.rule_param TO jalon_owner USING (true) WITH CHECK (true);
INSERT INTO offer.rule_param (rule, name, valid, amount, list, mark, source) VALUES
    ('H-20', 'callback_days', '[,]', 7, NULL, 'proposal', 'tutors are alone and untrained: somebody calls within a week');
DROP POLICY first_rows ON offer.rule_param;
