-- Organisations, and what they may train.

-- sort_key and search_key: the names as lists sort them and as searches compare them, folded by the program.
CREATE TABLE organisation (
    id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    raison_sociale TEXT COLLATE "C" NOT NULL,
    enseigne TEXT COLLATE "C",
    siret TEXT COLLATE "C" NOT NULL,
    nda TEXT COLLATE "C",
    regime TEXT COLLATE "C",
    address TEXT COLLATE "C" NOT NULL,
    postal_code TEXT COLLATE "C" NOT NULL,
    city TEXT COLLATE "C" NOT NULL,
    insee_code TEXT COLLATE "C" NOT NULL,
    departement TEXT COLLATE "C" NOT NULL,
    caisse_code TEXT COLLATE "C",
    published BOOLEAN NOT NULL,
    reach TEXT COLLATE "C",
    published_email TEXT COLLATE "C",
    published_phone TEXT COLLATE "C",
    published_website TEXT COLLATE "C",
    sort_key TEXT COLLATE "C" NOT NULL,
    search_key TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP(3) NOT NULL,
    updated_at TIMESTAMP(3) NOT NULL,
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
    id TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    organisation_id TEXT COLLATE "C" NOT NULL,
    dispositif TEXT COLLATE "C" NOT NULL,
    level SMALLINT NOT NULL,
    valid_from DATE NOT NULL,
    valid_until DATE NOT NULL,
    withdrawn_from DATE,
    withdrawal_reason TEXT COLLATE "C",
    version BIGINT NOT NULL,
    created_at TIMESTAMP(3) NOT NULL,
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
    id TEXT COLLATE "C" NOT NULL,
    habilitation_id TEXT COLLATE "C" NOT NULL,
    from_on DATE NOT NULL,
    until_on DATE,
    reason TEXT COLLATE "C",
    created_at TIMESTAMP(3) NOT NULL,
    CONSTRAINT suspension_id_unique PRIMARY KEY (id),
    CONSTRAINT suspension_habilitation_id_fk FOREIGN KEY (habilitation_id) REFERENCES habilitation (id),
    CONSTRAINT suspension_reason_length CHECK (length(reason) BETWEEN 1 AND 2000)
);

CREATE INDEX suspension_habilitation ON suspension (habilitation_id);

CREATE TABLE platform (
    id TEXT COLLATE "C" NOT NULL,
    habilitation_id TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    postal_code TEXT COLLATE "C" NOT NULL,
    city TEXT COLLATE "C" NOT NULL,
    insee_code TEXT COLLATE "C" NOT NULL,
    CONSTRAINT platform_id_unique PRIMARY KEY (id),
    CONSTRAINT platform_habilitation_id_fk FOREIGN KEY (habilitation_id) REFERENCES habilitation (id),
    CONSTRAINT platform_name_length CHECK (length(name) BETWEEN 1 AND 120),
    CONSTRAINT platform_address_length CHECK (length(address) BETWEEN 1 AND 200),
    CONSTRAINT platform_city_length CHECK (length(city) BETWEEN 1 AND 120)
);

CREATE INDEX platform_habilitation ON platform (habilitation_id);
