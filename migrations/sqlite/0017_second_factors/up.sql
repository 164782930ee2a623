-- Second factors (A12): what a person shows besides the password; and how sure a sign-in is of who signed in (A14).

-- secret: of the codes of an application, sealed with a key that derives from the installation's secret. last_step: the
-- last step of time whose code served. credential: the public key of a passkey with its counter, as JSON.
CREATE TABLE second_factor (
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    secret TEXT,
    last_step BIGINT,
    credential_id TEXT,
    credential TEXT,
    created_at TIMESTAMP NOT NULL,
    last_used_at TIMESTAMP,
    CONSTRAINT second_factor_id_unique PRIMARY KEY (id),
    CONSTRAINT second_factor_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT second_factor_kind_value CHECK (kind IN ('totp', 'passkey')),
    CONSTRAINT second_factor_name_length CHECK (length(name) BETWEEN 1 AND 60),
    CONSTRAINT second_factor_secret_needed CHECK ((kind = 'totp') = (secret IS NOT NULL)),
    CONSTRAINT second_factor_credential_needed CHECK (
        (kind = 'passkey') = (credential_id IS NOT NULL) AND (credential_id IS NULL) = (credential IS NULL)
    ),
    CONSTRAINT second_factor_credential_id_length CHECK (length(credential_id) BETWEEN 1 AND 1400)
);

CREATE UNIQUE INDEX second_factor_credential_id_unique ON second_factor (credential_id);
CREATE INDEX second_factor_person ON second_factor (person_id, id);

-- digest: of the code, under a key that derives from the installation's secret.
CREATE TABLE recovery_code (
    person_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    CONSTRAINT recovery_code_person_id_digest_unique PRIMARY KEY (person_id, digest),
    CONSTRAINT recovery_code_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id)
);

-- family_id: of refresh tokens. second_factor: whether the sign-in showed one. confirmed_at: when the person last showed
-- who they are in it.
CREATE TABLE sign_in_proof (
    family_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    second_factor BOOLEAN NOT NULL,
    confirmed_at TIMESTAMP NOT NULL,
    CONSTRAINT sign_in_proof_family_id_unique PRIMARY KEY (family_id),
    CONSTRAINT sign_in_proof_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE INDEX sign_in_proof_person ON sign_in_proof (person_id);

-- digest: of the token of a passkey's answer, which serves once.
CREATE TABLE spent_token (
    digest TEXT NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    CONSTRAINT spent_token_digest_unique PRIMARY KEY (digest)
);

CREATE INDEX spent_token_expires ON spent_token (expires_at);
