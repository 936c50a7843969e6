-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Refusals and bytes. No body below holds a backslash: how a literal with one is read depends on a setting of the
-- caller.

-- One registry of refusals: a code, a constant message, never data.
CREATE OR REPLACE FUNCTION sec.refuse(code text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = code, MESSAGE = CASE code
        WHEN 'JA001' THEN 'no live session'
        WHEN 'JA002' THEN 'isolation level must be read committed'
        WHEN 'JA003' THEN 'grant refused'
        WHEN 'JA004' THEN 'the role may not do this'
        WHEN 'JA005' THEN 'version conflict'
        WHEN 'JA006' THEN 'idempotency key was used for something else'
        WHEN 'JA007' THEN 'missing or not visible'
        WHEN 'JA008' THEN 'a reason is needed'
        WHEN 'JA009' THEN 'bad argument'
        WHEN 'JA010' THEN 'founding is closed'
        WHEN 'JA011' THEN 'login is taken'
        WHEN 'JA012' THEN 'request is closed or too old'
        WHEN 'JA013' THEN 'SIREN is known already'
        WHEN 'JA014' THEN 'something is missing from the file'
        WHEN 'JA015' THEN 'too early, or a date that cannot be'
        WHEN 'JA016' THEN 'not in this state'
        WHEN 'JA017' THEN 'the host may not take people'
        WHEN 'JA018' THEN 'overlaps with what is there'
        WHEN 'JA019' THEN 'another person has to do this'
        WHEN 'JA020' THEN 'a rule forbids it'
        WHEN 'JA021' THEN 'commune is not known'
        WHEN 'JA022' THEN 'changed since it was looked at'
        WHEN 'JA023' THEN 'as many as there may be'
    END;
END $$;

-- Big-endian unsigned numbers out of bytes; at counts from 1 as substr does.
CREATE OR REPLACE FUNCTION sec.read_u32(b bytea, at integer) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ('x' || encode(substr(b, at, 4), 'hex'))::bit(32)::bigint;
END $$;
CREATE OR REPLACE FUNCTION sec.read_i64(b bytea, at integer) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ('x' || encode(substr(b, at, 8), 'hex'))::bit(64)::bigint;
END $$;

-- The word of a compartment's code.
CREATE OR REPLACE FUNCTION sec.compartment_name(code integer) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (ARRAY['IDENT', 'JUSTICE', 'MATCH', 'PLACEMENT'])[code];
END $$;
