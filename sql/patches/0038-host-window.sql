-- patch: 0038
-- after: 0037
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- The host's window after an end that was entered late, and who attested.

ALTER TABLE casework.placement_decision ADD COLUMN attested_by uuid REFERENCES sec.account (id);
COMMENT ON COLUMN casework.placement_decision.attested_by IS
    'Who attested the work: somebody of the host, or the counsellor for a host that could not.';

CREATE POLICY first_rows ON offer.rule_param TO jalon_owner USING (true) WITH CHECK (true);
INSERT INTO offer.rule_param (rule, name, valid, amount, list, mark, source) VALUES
    ('P-03', 'host_view_cap_days', '[,]', 60, NULL, 'proposal',
     'the host''s view of a person whose end was entered late, after the last day');
DROP POLICY first_rows ON offer.rule_param;
