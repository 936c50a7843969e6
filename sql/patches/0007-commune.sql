-- patch: 0007
-- after: 0006
-- owner: jalon_owner
-- SPDX-License-Identifier: EUPL-1.2
-- Communes, public reference data (sql/reference). The INSEE code is the key, never the postcode.

CREATE TABLE offer.commune (
    insee text PRIMARY KEY CHECK (insee ~ '^[0-9][0-9AB][0-9]{3}$'),
    nom text NOT NULL CHECK (nom <> ''),
    type text NOT NULL CHECK (type <> ''),
    departement text NOT NULL,
    region text NOT NULL,
    arrondissement text,
    epci text,
    siren text CHECK (siren ~ '^[0-9]{9}$'),
    codes_postaux text[] NOT NULL DEFAULT '{}',
    population integer CHECK (population >= 0),
    lat double precision CHECK (lat BETWEEN -90 AND 90),
    lon double precision CHECK (lon BETWEEN -180 AND 180),
    source_point text,
    valid_from date NOT NULL,
    CHECK ((lat IS NULL) = (lon IS NULL))
);
CREATE INDEX commune_epci ON offer.commune (epci);
ALTER TABLE offer.commune ENABLE ROW LEVEL SECURITY;
ALTER TABLE offer.commune FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE offer.commune IS 'Communes of one millésime. World: offer. Retention: reference.';
COMMENT ON COLUMN offer.commune.insee IS 'INSEE code; has a letter in Corsica.';
COMMENT ON COLUMN offer.commune.nom IS 'Name.';
COMMENT ON COLUMN offer.commune.type IS
    'commune-actuelle, commune-associee, commune-deleguee, arrondissement-municipal.';
COMMENT ON COLUMN offer.commune.departement IS 'Code of the département.';
COMMENT ON COLUMN offer.commune.region IS 'Code of the région.';
COMMENT ON COLUMN offer.commune.arrondissement IS 'Code of the arrondissement.';
COMMENT ON COLUMN offer.commune.epci IS 'SIREN of the intercommunal body.';
COMMENT ON COLUMN offer.commune.siren IS 'SIREN of the commune.';
COMMENT ON COLUMN offer.commune.codes_postaux IS 'Postcodes; several communes may share one.';
COMMENT ON COLUMN offer.commune.population IS 'Inhabitants, where INSEE publishes it.';
COMMENT ON COLUMN offer.commune.lat IS 'Latitude of the centre, WGS 84.';
COMMENT ON COLUMN offer.commune.lon IS 'Longitude of the centre, WGS 84.';
COMMENT ON COLUMN offer.commune.source_point IS 'Where the point comes from.';
COMMENT ON COLUMN offer.commune.valid_from IS 'First day of the millésime.';
