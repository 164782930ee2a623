-- Sessions and their trainees: all of it is erased (S14).

-- ends_sort: ends_on, or a day after all others for a draft without one: NULLs sort differently in the databases.
-- erase_on: the first day on which nothing of the session is served, whether it was erased yet or not.
CREATE TABLE session (
    id TEXT COLLATE "C" NOT NULL,
    organisation_id TEXT COLLATE "C" NOT NULL,
    habilitation_id TEXT COLLATE "C" NOT NULL,
    dispositif TEXT COLLATE "C" NOT NULL,
    level SMALLINT NOT NULL,
    certificate_code TEXT COLLATE "C",
    kind TEXT COLLATE "C",
    starts_on DATE,
    ends_on DATE,
    ends_sort DATE NOT NULL,
    place_name TEXT COLLATE "C",
    place_address TEXT COLLATE "C",
    place_postal_code TEXT COLLATE "C",
    place_city TEXT COLLATE "C",
    place_insee_code TEXT COLLATE "C",
    platform_id TEXT COLLATE "C",
    departement TEXT COLLATE "C",
    external_ref TEXT COLLATE "C",
    state TEXT COLLATE "C" NOT NULL,
    comment TEXT COLLATE "C",
    comment_by TEXT COLLATE "C",
    declared_on DATE,
    declared_by TEXT COLLATE "C",
    declared_by_client TEXT COLLATE "C",
    mac_key BYTEA NOT NULL,
    submitted_at TIMESTAMP(3),
    verified_at TIMESTAMP(3),
    verified_by TEXT COLLATE "C",
    verified_mac BYTEA,
    certified_at TIMESTAMP(3),
    certified_by TEXT COLLATE "C",
    certified_by_client TEXT COLLATE "C",
    certified_mac BYTEA,
    certified_on DATE,
    erase_on DATE NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP(3) NOT NULL,
    updated_at TIMESTAMP(3) NOT NULL,
    CONSTRAINT session_id_unique PRIMARY KEY (id),
    CONSTRAINT session_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT session_habilitation_id_fk FOREIGN KEY (habilitation_id) REFERENCES habilitation (id),
    CONSTRAINT session_platform_id_fk FOREIGN KEY (platform_id) REFERENCES platform (id),
    CONSTRAINT session_departement_fk FOREIGN KEY (departement) REFERENCES departement (code),
    CONSTRAINT session_comment_by_fk FOREIGN KEY (comment_by) REFERENCES person (id),
    CONSTRAINT session_declared_by_fk FOREIGN KEY (declared_by) REFERENCES person (id),
    CONSTRAINT session_verified_by_fk FOREIGN KEY (verified_by) REFERENCES person (id),
    CONSTRAINT session_certified_by_fk FOREIGN KEY (certified_by) REFERENCES person (id),
    CONSTRAINT session_level_value CHECK (level IN (1, 2)),
    CONSTRAINT session_kind_value CHECK (kind IN ('initial', 'mac')),
    CONSTRAINT session_state_value CHECK (state IN ('draft', 'submitted', 'returned', 'verified', 'certified')),
    CONSTRAINT session_dates CHECK (starts_on <= ends_on),
    CONSTRAINT session_ends_sort_value CHECK (ends_on IS NULL OR ends_sort = ends_on),
    CONSTRAINT session_declarer CHECK (declared_by IS NULL OR declared_by_client IS NULL),
    CONSTRAINT session_submitted_whole CHECK (
        state IN ('draft', 'returned')
        OR (ends_on IS NOT NULL AND certificate_code IS NOT NULL AND kind IS NOT NULL AND declared_on IS NOT NULL)
    ),
    CONSTRAINT session_verified_whole CHECK (
        state NOT IN ('verified', 'certified')
        OR (verified_at IS NOT NULL AND verified_by IS NOT NULL AND verified_mac IS NOT NULL)
    ),
    CONSTRAINT session_certified_whole CHECK (
        state <> 'certified' OR (certified_at IS NOT NULL AND certified_on IS NOT NULL AND certified_mac IS NOT NULL)
    ),
    CONSTRAINT session_place_name_length CHECK (length(place_name) BETWEEN 1 AND 120),
    CONSTRAINT session_place_address_length CHECK (length(place_address) BETWEEN 1 AND 200),
    CONSTRAINT session_place_city_length CHECK (length(place_city) BETWEEN 1 AND 120),
    CONSTRAINT session_external_ref_length CHECK (length(external_ref) BETWEEN 1 AND 100),
    CONSTRAINT session_comment_length CHECK (length(comment) BETWEEN 1 AND 2000)
);

CREATE INDEX session_organisation ON session (organisation_id, ends_sort, id);
CREATE INDEX session_declared ON session (declared_by, ends_sort, id);
CREATE INDEX session_erase ON session (erase_on);

-- A draft may name a number that nobody has, or the same person twice: that is told, not refused.
CREATE TABLE session_formateur (
    session_id TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL,
    person_id TEXT COLLATE "C",
    forprev_number TEXT COLLATE "C" NOT NULL,
    lead BOOLEAN NOT NULL,
    CONSTRAINT session_formateur_session_id_position_unique PRIMARY KEY (session_id, position),
    CONSTRAINT session_formateur_session_id_fk FOREIGN KEY (session_id) REFERENCES session (id),
    CONSTRAINT session_formateur_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT session_formateur_forprev_number_length CHECK (length(forprev_number) = 8)
);

CREATE INDEX session_formateur_person ON session_formateur (person_id, session_id);

CREATE TABLE trainee (
    id TEXT COLLATE "C" NOT NULL,
    session_id TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL,
    last_name TEXT COLLATE "C" NOT NULL,
    first_name TEXT COLLATE "C" NOT NULL,
    birth_date DATE NOT NULL,
    outcome TEXT COLLATE "C",
    email TEXT COLLATE "C",
    forprev_number TEXT COLLATE "C",
    person_id TEXT COLLATE "C",
    CONSTRAINT trainee_id_unique PRIMARY KEY (id),
    CONSTRAINT trainee_session_id_fk FOREIGN KEY (session_id) REFERENCES session (id),
    CONSTRAINT trainee_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT trainee_outcome_value CHECK (outcome IN ('passed', 'failed')),
    CONSTRAINT trainee_last_name_length CHECK (length(last_name) BETWEEN 1 AND 80),
    CONSTRAINT trainee_first_name_length CHECK (length(first_name) BETWEEN 1 AND 80),
    CONSTRAINT trainee_email_length CHECK (length(email) BETWEEN 3 AND 254),
    CONSTRAINT trainee_forprev_number_length CHECK (length(forprev_number) = 8)
);

CREATE UNIQUE INDEX trainee_session_id_position_unique ON trainee (session_id, position);
CREATE INDEX trainee_person ON trainee (person_id);
