-- patch: 0046
-- after: 0045
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- A decision names the situation that was looked at for it.

ALTER TABLE casework.placement_decision ADD COLUMN profile_version integer CHECK (profile_version >= 0);
COMMENT ON COLUMN casework.placement_decision.profile_version IS
    'Version of the sealed profile (MATCH) that was compared with the post for the decision, 0: there was none; null: not '
    'decided, or by an authority without account. The log has the entry of its opening, by who decided.';
