-- What the country gives: communes, départements, caisses; and what INRS edits, each value with its first day.

CREATE TABLE setting (
    name TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    CONSTRAINT setting_name_unique PRIMARY KEY (name)
);

CREATE TABLE parameter (
    name TEXT COLLATE "C" NOT NULL,
    holds_from DATE NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    CONSTRAINT parameter_name_holds_from_unique PRIMARY KEY (name, holds_from)
);

CREATE TABLE dispositif_version (
    code TEXT COLLATE "C" NOT NULL,
    holds_from DATE NOT NULL,
    position INTEGER NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    CONSTRAINT dispositif_version_code_holds_from_unique PRIMARY KEY (code, holds_from),
    CONSTRAINT dispositif_version_code_length CHECK (length(code) BETWEEN 1 AND 20)
);

CREATE TABLE inrs_certificate_version (
    code TEXT COLLATE "C" NOT NULL,
    holds_from DATE NOT NULL,
    position INTEGER NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    CONSTRAINT inrs_certificate_version_code_holds_from_unique PRIMARY KEY (code, holds_from),
    CONSTRAINT inrs_certificate_version_code_length CHECK (length(code) BETWEEN 1 AND 30)
);

CREATE TABLE departement (
    code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    region_code TEXT COLLATE "C" NOT NULL,
    region TEXT COLLATE "C" NOT NULL,
    CONSTRAINT departement_code_unique PRIMARY KEY (code),
    CONSTRAINT departement_code_length CHECK (length(code) BETWEEN 2 AND 3)
);

CREATE INDEX departement_region ON departement (region_code);

-- name_key: the name as searches compare it; lower() and LIKE differ between the databases.
CREATE TABLE commune (
    postal_code TEXT COLLATE "C" NOT NULL,
    insee_code TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    departement TEXT COLLATE "C" NOT NULL,
    name_key TEXT COLLATE "C" NOT NULL,
    CONSTRAINT commune_postal_code_insee_code_unique PRIMARY KEY (postal_code, insee_code),
    CONSTRAINT commune_departement_fk FOREIGN KEY (departement) REFERENCES departement (code),
    CONSTRAINT commune_postal_code_length CHECK (length(postal_code) = 5),
    CONSTRAINT commune_insee_code_length CHECK (length(insee_code) = 5)
);

CREATE INDEX commune_insee_code ON commune (insee_code);
CREATE INDEX commune_name_key ON commune (name_key);

CREATE TABLE caisse (
    code TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    CONSTRAINT caisse_code_unique PRIMARY KEY (code),
    CONSTRAINT caisse_code_length CHECK (length(code) BETWEEN 1 AND 30),
    CONSTRAINT caisse_number_length CHECK (length(number) = 2)
);

CREATE UNIQUE INDEX caisse_number_unique ON caisse (number);

-- A département has one caisse at the most; a territory without one goes to INRS.
CREATE TABLE caisse_departement (
    departement TEXT COLLATE "C" NOT NULL,
    caisse_code TEXT COLLATE "C" NOT NULL,
    CONSTRAINT caisse_departement_departement_unique PRIMARY KEY (departement),
    CONSTRAINT caisse_departement_departement_fk FOREIGN KEY (departement) REFERENCES departement (code),
    CONSTRAINT caisse_departement_caisse_code_fk FOREIGN KEY (caisse_code) REFERENCES caisse (code)
);

CREATE INDEX caisse_departement_caisse ON caisse_departement (caisse_code);
