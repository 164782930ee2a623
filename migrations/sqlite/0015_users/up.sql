-- Users of an organisation and agents: invited by mail, suspended and given back, confirmed once a year.

-- A suspended profile gives no right, nor one whose last day has passed. reviewed_on: when it was last confirmed.
ALTER TABLE profile ADD COLUMN suspended_at TIMESTAMP;
ALTER TABLE profile ADD COLUMN reviewed_on DATE;
ALTER TABLE profile ADD COLUMN until_on DATE;
ALTER TABLE profile ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- token_digest: of the token that was last mailed; the base does not keep the token. An agent's has no organisation.
CREATE TABLE invitation (
    id TEXT NOT NULL,
    organisation_id TEXT,
    kind TEXT NOT NULL,
    caisse_code TEXT,
    rank TEXT,
    last_name TEXT NOT NULL,
    first_name TEXT NOT NULL,
    birth_date DATE NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    until_on DATE,
    invited_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    sent_count INTEGER NOT NULL,
    token_digest TEXT NOT NULL,
    accepted_at TIMESTAMP,
    cancelled_at TIMESTAMP,
    person_id TEXT,
    CONSTRAINT invitation_id_unique PRIMARY KEY (id),
    CONSTRAINT invitation_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT invitation_caisse_code_fk FOREIGN KEY (caisse_code) REFERENCES caisse (code),
    CONSTRAINT invitation_invited_by_fk FOREIGN KEY (invited_by) REFERENCES person (id),
    CONSTRAINT invitation_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT invitation_kind_value CHECK (
        kind IN ('gestionnaire', 'delegataire', 'instructeur', 'inrs', 'cnh')
    ),
    CONSTRAINT invitation_organisation_needed CHECK (
        (kind IN ('gestionnaire', 'delegataire')) = (organisation_id IS NOT NULL)
    ),
    CONSTRAINT invitation_caisse_needed CHECK ((kind = 'instructeur') = (caisse_code IS NOT NULL)),
    CONSTRAINT invitation_rank_value CHECK (rank IN ('administrator', 'editor', 'auditor')),
    CONSTRAINT invitation_last_name_length CHECK (length(last_name) BETWEEN 1 AND 80),
    CONSTRAINT invitation_first_name_length CHECK (length(first_name) BETWEEN 1 AND 80),
    CONSTRAINT invitation_email_length CHECK (length(email) BETWEEN 3 AND 254)
);

CREATE UNIQUE INDEX invitation_token_digest_unique ON invitation (token_digest);
-- One waits for each address and role.
CREATE UNIQUE INDEX invitation_organisation_id_email_key_kind_unique
    ON invitation (organisation_id, email_key, kind) WHERE accepted_at IS NULL AND cancelled_at IS NULL;

-- The habilitations that an invited délégataire will have.
CREATE TABLE invitation_habilitation (
    invitation_id TEXT NOT NULL,
    habilitation_id TEXT NOT NULL,
    CONSTRAINT invitation_habilitation_invitation_id_habilitation_id_unique
        PRIMARY KEY (invitation_id, habilitation_id),
    CONSTRAINT invitation_habilitation_invitation_id_fk FOREIGN KEY (invitation_id) REFERENCES invitation (id),
    CONSTRAINT invitation_habilitation_habilitation_id_fk FOREIGN KEY (habilitation_id) REFERENCES habilitation (id)
);

-- The yearly review of an access: asked for once, and what became of it where nobody confirmed it.
CREATE TABLE access_review (
    profile_id TEXT NOT NULL,
    due_on DATE NOT NULL,
    told_on DATE NOT NULL,
    suspended_at TIMESTAMP,
    CONSTRAINT access_review_profile_id_due_on_unique PRIMARY KEY (profile_id, due_on),
    CONSTRAINT access_review_profile_id_fk FOREIGN KEY (profile_id) REFERENCES profile (id)
);

CREATE INDEX access_review_told ON access_review (told_on) WHERE suspended_at IS NULL;
