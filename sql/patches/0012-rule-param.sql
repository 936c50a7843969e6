-- patch: 0012
-- after: 0011
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Numbers and lists of the law, by date: a rule that changes is a row that ends and one that begins, never a new
-- program. A row is read by the day that governs the case (facts, judgment or decision, as the rule says).

CREATE TYPE offer.rule_mark AS ENUM ('read', 'read_old', 'recalled', 'proposal');
COMMENT ON TYPE offer.rule_mark IS
    'read: seen in a source; read_old: seen in a superseded version; recalled: from memory; proposal: our choice.';

CREATE TABLE offer.rule_param (
    rule text NOT NULL CHECK (rule ~ '^[A-Z]{1,2}-?[0-9]{1,2}[a-z]?$'),
    name text NOT NULL CHECK (name ~ '^[a-z_]{1,40}$'),
    valid daterange NOT NULL CHECK (NOT isempty(valid)),
    amount integer,
    list text[],
    mark offer.rule_mark NOT NULL,
    source text NOT NULL CHECK (source <> ''),
    CHECK ((amount IS NULL) <> (list IS NULL)),
    EXCLUDE USING gist (rule WITH =, name WITH =, valid WITH &&)
);
ALTER TABLE offer.rule_param ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.rule_param FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.rule_param IS 'Parameters of the rules, by date. World: offer. Retention: reference.';
COMMENT ON COLUMN offer.rule_param.rule IS 'Rule of the domain file, as H-08.';
COMMENT ON COLUMN offer.rule_param.name IS 'What of it, with its unit where it has one.';
COMMENT ON COLUMN offer.rule_param.valid IS 'Days on which it holds; no two rows of one name hold on one day.';
COMMENT ON COLUMN offer.rule_param.amount IS 'A number.';
COMMENT ON COLUMN offer.rule_param.list IS 'Or a list of words.';
COMMENT ON COLUMN offer.rule_param.mark IS 'How sure we are.';
COMMENT ON COLUMN offer.rule_param.source IS 'Where it was read, or why we chose it.';

-- The migrator adds and ends rows (policies/20-offer.sql); these are the first.
CREATE POLICY first_rows ON offer.rule_param TO jalon_owner USING (true) WITH CHECK (true);
INSERT INTO offer.rule_param (rule, name, valid, amount, list, mark, source) VALUES
    ('H-03', 'departements', '[,]', NULL, ARRAY['80'], 'read',
     'experiment with mission companies: of its 20 départements the copy that was read names the Somme, not the Nord'),
    ('H-05', 'pieces_association', '[,]', NULL,
     ARRAY['statutes', 'establishments', 'board', 'assembly_minutes'], 'read', 'R623-2'),
    ('H-06', 'pieces_public_service_body', '[,]', NULL, ARRAY['statutes', 'company_number', 'accounts'], 'read',
     'R623-2'),
    ('H-07', 'pieces_ess_body', '[,]', NULL, ARRAY['statutes', 'purpose_note', 'accounts'], 'read', 'R623-2'),
    ('H-07', 'pieces_ess_company', '[,]', NULL, ARRAY['statutes', 'purpose_note', 'accounts', 'kbis'], 'read',
     'R623-2'),
    ('H-07', 'pieces_mission_company', '[,]', NULL, ARRAY['statutes', 'purpose_note', 'accounts', 'kbis'], 'proposal',
     'as a commercial company of the ESS, until the list of the experiment is read'),
    ('H-07', 'kbis_months', '[,]', 3, NULL, 'read', 'R623-2: an extract under three months old'),
    ('H-08', 'opinions', '[,]', NULL, ARRAY['prosecutor', 'jap', 'prefect'], 'read', 'R623-3'),
    ('H-08', 'wait_months', '[,]', 1, NULL, 'read', 'R623-3'),
    ('H-10', 'years', '[,]', 5, NULL, 'read_old', 'R623-4'),
    ('H-10', 'warning_months', '[,]', NULL, ARRAY['6', '3'], 'proposal', 'time for a renewal with its opinions'),
    ('H-17', 'opinions', '[,]', NULL, ARRAY['prosecutor', 'jap'], 'read', 'R623-9'),
    ('H-17', 'wait_days', '[,]', 10, NULL, 'read', 'R623-9'),
    ('B-09', 'fresh_days', '[,]', 92, NULL, 'proposal', 'a post is confirmed each quarter, else it does not count'),
    ('B-10', 'lead_years', '[,]', 2, NULL, 'proposal', 'table 6b: prospects never habilitated, after the last contact'),
    ('H-10', 'host_years_after', '[,]', 1, NULL, 'proposal', 'table 6b: validity and one year');
DROP POLICY first_rows ON offer.rule_param;

CREATE TYPE offer.public AS ENUM ('adults', 'minors');
COMMENT ON TYPE offer.public IS 'Adults and minors are separate lists, with separate authorities (H-14).';
