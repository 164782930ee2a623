-- People with an account, what they are, and what they hold.

-- identity_key: last and first name as they are compared; email_key: the address in lower case, by which it is
-- unique; search_key: the names as searches compare them.
CREATE TABLE person (
    id TEXT COLLATE "C" NOT NULL,
    forprev_number TEXT COLLATE "C" NOT NULL,
    last_name TEXT COLLATE "C" NOT NULL,
    first_name TEXT COLLATE "C" NOT NULL,
    birth_date DATE,
    identity_key TEXT COLLATE "C" NOT NULL,
    search_key TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C",
    email_key TEXT COLLATE "C",
    password_hash TEXT COLLATE "C",
    caisse_code TEXT COLLATE "C",
    onboarded_at TIMESTAMP(3),
    version BIGINT NOT NULL,
    created_at TIMESTAMP(3) NOT NULL,
    CONSTRAINT person_id_unique PRIMARY KEY (id),
    CONSTRAINT person_caisse_code_fk FOREIGN KEY (caisse_code) REFERENCES caisse (code),
    CONSTRAINT person_forprev_number_length CHECK (length(forprev_number) = 8),
    CONSTRAINT person_last_name_length CHECK (length(last_name) BETWEEN 1 AND 80),
    CONSTRAINT person_first_name_length CHECK (length(first_name) BETWEEN 1 AND 80),
    CONSTRAINT person_email_length CHECK (length(email) BETWEEN 3 AND 254),
    CONSTRAINT person_email_whole CHECK ((email IS NULL) = (email_key IS NULL))
);

CREATE UNIQUE INDEX person_forprev_number_unique ON person (forprev_number);
CREATE UNIQUE INDEX person_email_key_unique ON person (email_key);
CREATE INDEX person_identity ON person (identity_key, birth_date);

CREATE TABLE profile (
    id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    organisation_id TEXT COLLATE "C",
    caisse_code TEXT COLLATE "C",
    rank TEXT COLLATE "C",
    created_at TIMESTAMP(3) NOT NULL,
    ended_at TIMESTAMP(3),
    CONSTRAINT profile_id_unique PRIMARY KEY (id),
    CONSTRAINT profile_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT profile_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT profile_caisse_code_fk FOREIGN KEY (caisse_code) REFERENCES caisse (code),
    CONSTRAINT profile_kind_value CHECK (
        kind IN ('demandeur', 'gestionnaire', 'delegataire', 'formateur', 'instructeur', 'inrs', 'cnh')
    ),
    CONSTRAINT profile_organisation_needed CHECK (
        (kind IN ('gestionnaire', 'delegataire')) = (organisation_id IS NOT NULL)
    ),
    CONSTRAINT profile_caisse_needed CHECK ((kind = 'instructeur') = (caisse_code IS NOT NULL)),
    CONSTRAINT profile_rank_value CHECK (rank IN ('administrator', 'editor', 'auditor'))
);

CREATE UNIQUE INDEX profile_person_id_kind_organisation_id_unique
    ON profile (person_id, kind, organisation_id) WHERE ended_at IS NULL;
CREATE INDEX profile_organisation ON profile (organisation_id, kind);

CREATE TABLE delegation (
    id TEXT COLLATE "C" NOT NULL,
    profile_id TEXT COLLATE "C" NOT NULL,
    habilitation_id TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP(3) NOT NULL,
    removed_at TIMESTAMP(3),
    CONSTRAINT delegation_id_unique PRIMARY KEY (id),
    CONSTRAINT delegation_profile_id_fk FOREIGN KEY (profile_id) REFERENCES profile (id),
    CONSTRAINT delegation_habilitation_id_fk FOREIGN KEY (habilitation_id) REFERENCES habilitation (id)
);

CREATE UNIQUE INDEX delegation_profile_id_habilitation_id_unique
    ON delegation (profile_id, habilitation_id) WHERE removed_at IS NULL;
CREATE INDEX delegation_habilitation ON delegation (habilitation_id);

CREATE TABLE qualification (
    id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    certificate_code TEXT COLLATE "C" NOT NULL,
    obtained_on DATE NOT NULL,
    valid_until DATE,
    certificate_number TEXT COLLATE "C",
    reference TEXT COLLATE "C",
    created_at TIMESTAMP(3) NOT NULL,
    CONSTRAINT qualification_id_unique PRIMARY KEY (id),
    CONSTRAINT qualification_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT qualification_reference_length CHECK (length(reference) BETWEEN 1 AND 100)
);

CREATE UNIQUE INDEX qualification_certificate_number_unique ON qualification (certificate_number);
CREATE INDEX qualification_person ON qualification (person_id, certificate_code);
