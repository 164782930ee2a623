-- Organisations, and what they may train.

-- sort_key and search_key: the names as lists sort them and as searches compare them, folded by the program.
CREATE TABLE organisation (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    raison_sociale TEXT NOT NULL,
    enseigne TEXT,
    siret TEXT NOT NULL,
    nda TEXT,
    regime TEXT,
    address TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    insee_code TEXT NOT NULL,
    departement TEXT NOT NULL,
    caisse_code TEXT,
    published BOOLEAN NOT NULL,
    reach TEXT,
    published_email TEXT,
    published_phone TEXT,
    published_website TEXT,
    sort_key TEXT NOT NULL,
    search_key TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT organisation_id_unique PRIMARY KEY (id),
    CONSTRAINT organisation_departement_fk FOREIGN KEY (departement) REFERENCES departement (code),
    CONSTRAINT organisation_caisse_code_fk FOREIGN KEY (caisse_code) REFERENCES caisse (code),
    CONSTRAINT organisation_kind_value CHECK (kind IN ('organisme_de_formation', 'entreprise')),
    CONSTRAINT organisation_reach_value CHECK (reach IN ('regional', 'national')),
    CONSTRAINT organisation_raison_sociale_length CHECK (length(raison_sociale) BETWEEN 1 AND 120),
    CONSTRAINT organisation_enseigne_length CHECK (length(enseigne) BETWEEN 1 AND 120),
    CONSTRAINT organisation_siret_length CHECK (length(siret) = 14),
    CONSTRAINT organisation_address_length CHECK (length(address) BETWEEN 1 AND 200),
    CONSTRAINT organisation_city_length CHECK (length(city) BETWEEN 1 AND 120),
    CONSTRAINT organisation_published_kind CHECK (NOT published OR (kind = 'organisme_de_formation' AND reach IS NOT NULL))
);

CREATE UNIQUE INDEX organisation_siret_unique ON organisation (siret);
CREATE INDEX organisation_sort ON organisation (sort_key, id);
CREATE INDEX organisation_caisse ON organisation (caisse_code);
CREATE INDEX organisation_departement ON organisation (departement);

CREATE TABLE habilitation (
    id TEXT NOT NULL,
    number TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    level SMALLINT NOT NULL,
    valid_from DATE NOT NULL,
    valid_until DATE NOT NULL,
    withdrawn_from DATE,
    withdrawal_reason TEXT,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT habilitation_id_unique PRIMARY KEY (id),
    CONSTRAINT habilitation_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT habilitation_level_value CHECK (level IN (1, 2)),
    CONSTRAINT habilitation_period CHECK (valid_from <= valid_until),
    CONSTRAINT habilitation_withdrawal_reason_length CHECK (length(withdrawal_reason) BETWEEN 1 AND 2000)
);

CREATE UNIQUE INDEX habilitation_number_unique ON habilitation (number);
CREATE INDEX habilitation_organisation ON habilitation (organisation_id);
CREATE INDEX habilitation_dispositif ON habilitation (dispositif, level, organisation_id);

CREATE TABLE suspension (
    id TEXT NOT NULL,
    habilitation_id TEXT NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE,
    reason TEXT,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT suspension_id_unique PRIMARY KEY (id),
    CONSTRAINT suspension_habilitation_id_fk FOREIGN KEY (habilitation_id) REFERENCES habilitation (id),
    CONSTRAINT suspension_reason_length CHECK (length(reason) BETWEEN 1 AND 2000)
);

CREATE INDEX suspension_habilitation ON suspension (habilitation_id);

CREATE TABLE platform (
    id TEXT NOT NULL,
    habilitation_id TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    insee_code TEXT NOT NULL,
    CONSTRAINT platform_id_unique PRIMARY KEY (id),
    CONSTRAINT platform_habilitation_id_fk FOREIGN KEY (habilitation_id) REFERENCES habilitation (id),
    CONSTRAINT platform_name_length CHECK (length(name) BETWEEN 1 AND 120),
    CONSTRAINT platform_address_length CHECK (length(address) BETWEEN 1 AND 200),
    CONSTRAINT platform_city_length CHECK (length(city) BETWEEN 1 AND 120)
);

CREATE INDEX platform_habilitation ON platform (habilitation_id);
