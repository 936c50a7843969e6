-- patch: 0018
-- after: 0017
-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- A host entered at run time gets its pair with its first manager: what seals an invitation takes the host's
-- certificate and boxes too, and certificates are entered for any owner. No column changes.

DROP FUNCTION IF EXISTS sec.account_seal(uuid, bytea, bytea, bytea);
DROP FUNCTION IF EXISTS sec.certify(bytea, uuid, integer, boolean);
