-- patch: 0016
-- after: 0015
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Files with a clock: habilitation of a host and its withdrawal, inscription of a post and its removal. Each has pieces,
-- opinions, a day before which nobody decides, a decision. What a decision grants is a fact of its own.

CREATE TYPE offer.procedure_kind AS ENUM ('habilitation', 'withdrawal', 'inscription', 'removal');
CREATE TYPE offer.procedure_state AS ENUM ('draft', 'asked', 'recorded', 'granted', 'refused', 'abandoned');
CREATE TYPE offer.deciding AS ENUM ('dspip', 'dtpjj', 'minister');
CREATE TYPE offer.outcome AS ENUM ('granted', 'refused');
CREATE TYPE offer.opinion_giver AS ENUM ('prosecutor', 'jap', 'prefect', 'juge_des_enfants', 'prevention_council');
CREATE TYPE offer.opinion_sense AS ENUM ('favourable', 'unfavourable', 'reserved', 'consulted');
CREATE TYPE offer.piece_kind AS ENUM (
    'statutes', 'establishments', 'board', 'assembly_minutes', 'journal_officiel', 'company_number', 'accounts',
    'purpose_note', 'kbis', 'other');
COMMENT ON TYPE offer.procedure_kind IS
    'habilitation and withdrawal of a host (H-02, H-13); inscription and removal of a post (H-15, H-18).';
COMMENT ON TYPE offer.procedure_state IS
    'draft: pieces come in; asked: the opinions were asked; recorded: the decision of an authority without account '
    'waits for a second person; granted, refused, abandoned: over.';
COMMENT ON TYPE offer.deciding IS
    'dspip: director of the SPIP, in her session; dtpjj: for minors (H-14); minister: national bodies (H-11).';
COMMENT ON TYPE offer.outcome IS 'What was decided.';
COMMENT ON TYPE offer.opinion_giver IS
    'procureur, juge de l''application des peines, préfet, juge des enfants; body of crime prevention, which is '
    'consulted (H-19).';
COMMENT ON TYPE offer.opinion_sense IS 'favorable, défavorable, réservé; consulted: a body that was heard (H-19).';
COMMENT ON TYPE offer.piece_kind IS 'Pieces of a file (H-05 to H-07).';

CREATE TABLE offer.procedure (
    id uuid PRIMARY KEY,
    kind offer.procedure_kind NOT NULL,
    host_id uuid NOT NULL REFERENCES offer.host (id),
    post_id uuid,
    departement text,
    public offer.public NOT NULL,
    deciding offer.deciding NOT NULL,
    state offer.procedure_state NOT NULL DEFAULT 'draft',
    created_by uuid NOT NULL REFERENCES sec.account (id),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    asked_on date,
    council_absent boolean NOT NULL DEFAULT false,
    outcome offer.outcome,
    decided_on date,
    valid_from date,
    decided_by uuid REFERENCES sec.account (id),
    checked_by uuid REFERENCES sec.account (id),
    reference text NOT NULL DEFAULT '' CHECK (char_length(reference) <= 200),
    motive text NOT NULL DEFAULT '' CHECK (char_length(motive) <= 2000),
    version integer NOT NULL DEFAULT 1 CHECK (version >= 1),
    FOREIGN KEY (post_id, host_id) REFERENCES offer.post (id, host_id),
    CHECK ((kind IN ('inscription', 'removal')) = (post_id IS NOT NULL)),
    CHECK ((departement IS NULL) = (deciding = 'minister')),
    CHECK ((public = 'minors') = (deciding = 'dtpjj') OR deciding = 'minister'),
    CHECK (state NOT IN ('granted', 'refused') OR outcome::text = state::text),
    CHECK (num_nulls(outcome, decided_on, decided_by) IN (0, 3)),
    CHECK ((outcome IS NOT NULL) = (state IN ('recorded', 'granted', 'refused'))),
    CHECK (state NOT IN ('granted', 'refused') OR deciding = 'dspip' OR checked_by IS NOT NULL),
    CHECK (checked_by <> decided_by),
    CHECK (asked_on <= decided_on)
);
CREATE UNIQUE INDEX procedure_running_host ON offer.procedure (host_id, kind, public, coalesce(departement, ''))
    WHERE post_id IS NULL AND state IN ('draft', 'asked', 'recorded');
CREATE UNIQUE INDEX procedure_running_post ON offer.procedure (post_id)
    WHERE post_id IS NOT NULL AND state IN ('draft', 'asked', 'recorded');
CREATE INDEX procedure_page ON offer.procedure (created_at, id);
CREATE INDEX procedure_host ON offer.procedure (host_id);
ALTER TABLE offer.procedure ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.procedure FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.procedure IS
    'Files of hosts and posts on their way to a decision. World: offer. Retention: host.';
COMMENT ON COLUMN offer.procedure.id IS 'Unguessable identifier.';
COMMENT ON COLUMN offer.procedure.kind IS 'What is asked.';
COMMENT ON COLUMN offer.procedure.host_id IS 'Of which host.';
COMMENT ON COLUMN offer.procedure.post_id IS 'Of which post, for inscription and removal.';
COMMENT ON COLUMN offer.procedure.departement IS 'Where the work is done (H-04); none for a national body (H-11).';
COMMENT ON COLUMN offer.procedure.public IS 'For which list.';
COMMENT ON COLUMN offer.procedure.deciding IS 'Who decides.';
COMMENT ON COLUMN offer.procedure.state IS 'Where it stands.';
COMMENT ON COLUMN offer.procedure.created_by IS 'Who opened it.';
COMMENT ON COLUMN offer.procedure.created_at IS 'When.';
COMMENT ON COLUMN offer.procedure.asked_on IS 'Day on which the opinions were asked: the clock starts (H-08, H-17).';
COMMENT ON COLUMN offer.procedure.council_absent IS
    'No public body of crime prevention is there to be consulted (H-19).';
COMMENT ON COLUMN offer.procedure.outcome IS 'What was decided.';
COMMENT ON COLUMN offer.procedure.decided_on IS 'Day of the decision.';
COMMENT ON COLUMN offer.procedure.valid_from IS 'First day of a habilitation, where it is not the day of the decision.';
COMMENT ON COLUMN offer.procedure.decided_by IS 'Director who decided, or who recorded the authority''s decision.';
COMMENT ON COLUMN offer.procedure.checked_by IS 'Second person who checked a recorded decision.';
COMMENT ON COLUMN offer.procedure.reference IS 'Reference of the decision.';
COMMENT ON COLUMN offer.procedure.motive IS 'Why it was asked or decided; said to the host.';
COMMENT ON COLUMN offer.procedure.version IS 'Raised by every change.';

CREATE TABLE offer.piece (
    procedure_id uuid NOT NULL REFERENCES offer.procedure (id),
    host_id uuid NOT NULL REFERENCES offer.host (id),
    kind offer.piece_kind NOT NULL,
    dated_on date NOT NULL,
    received_on date NOT NULL,
    reference text NOT NULL DEFAULT '' CHECK (char_length(reference) <= 200),
    PRIMARY KEY (procedure_id, kind),
    CHECK (dated_on <= received_on)
);
ALTER TABLE offer.piece ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.piece FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.piece IS 'Pieces that came in for a file. World: offer. Retention: host.';
COMMENT ON COLUMN offer.piece.procedure_id IS 'Which file.';
COMMENT ON COLUMN offer.piece.host_id IS 'The file''s host.';
COMMENT ON COLUMN offer.piece.kind IS 'What it is.';
COMMENT ON COLUMN offer.piece.dated_on IS 'Date it bears.';
COMMENT ON COLUMN offer.piece.received_on IS 'Day it came in.';
COMMENT ON COLUMN offer.piece.reference IS 'Where it is kept.';

CREATE TABLE offer.opinion (
    procedure_id uuid NOT NULL REFERENCES offer.procedure (id),
    giver offer.opinion_giver NOT NULL,
    sense offer.opinion_sense NOT NULL,
    given_on date NOT NULL,
    reference text NOT NULL DEFAULT '' CHECK (char_length(reference) <= 200),
    recorded_by uuid NOT NULL REFERENCES sec.account (id),
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    checked_by uuid REFERENCES sec.account (id),
    checked_at timestamptz,
    PRIMARY KEY (procedure_id, giver),
    CHECK ((checked_by IS NULL) = (checked_at IS NULL)),
    CHECK (checked_by <> recorded_by),
    CHECK ((giver = 'prevention_council') = (sense = 'consulted'))
);
ALTER TABLE offer.opinion ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.opinion FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.opinion IS
    'Opinions of authorities without account, recorded by one and checked by another. World: offer. Retention: host.';
COMMENT ON COLUMN offer.opinion.procedure_id IS 'On which file.';
COMMENT ON COLUMN offer.opinion.giver IS 'Who gave it.';
COMMENT ON COLUMN offer.opinion.sense IS 'What it says.';
COMMENT ON COLUMN offer.opinion.given_on IS 'Its date.';
COMMENT ON COLUMN offer.opinion.reference IS 'Reference of the letter.';
COMMENT ON COLUMN offer.opinion.recorded_by IS 'Who entered it.';
COMMENT ON COLUMN offer.opinion.recorded_at IS 'When.';
COMMENT ON COLUMN offer.opinion.checked_by IS 'Who compared it with the letter: somebody else. It counts from then on.';
COMMENT ON COLUMN offer.opinion.checked_at IS 'When.';

CREATE TABLE offer.habilitation (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    host_id uuid NOT NULL REFERENCES offer.host (id),
    territory text NOT NULL,
    public offer.public NOT NULL,
    valid daterange NOT NULL CHECK (NOT isempty(valid) AND NOT lower_inf(valid) AND NOT upper_inf(valid)),
    procedure_id uuid NOT NULL UNIQUE REFERENCES offer.procedure (id),
    withdrawn_by uuid REFERENCES offer.procedure (id),
    EXCLUDE USING gist (host_id WITH =, territory WITH =, public WITH =, valid WITH &&)
);
ALTER TABLE offer.habilitation ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.habilitation FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.habilitation IS 'Habilitations that were granted (H-10). World: offer. Retention: host.';
COMMENT ON COLUMN offer.habilitation.id IS 'Unguessable identifier.';
COMMENT ON COLUMN offer.habilitation.host_id IS 'Whose.';
COMMENT ON COLUMN offer.habilitation.territory IS 'Département, or FR for a national body (H-11).';
COMMENT ON COLUMN offer.habilitation.public IS 'For which list.';
COMMENT ON COLUMN offer.habilitation.valid IS 'First day to the day after the last; no two overlap.';
COMMENT ON COLUMN offer.habilitation.procedure_id IS 'File that granted it.';
COMMENT ON COLUMN offer.habilitation.withdrawn_by IS 'File that ended it early (H-13).';
