-- Identities at a provider (A13, OpenID Connect) that people linked to their account, to sign in by them.

-- issuer, subject: what the provider calls itself and the person. last_used_at: when somebody last signed in by it.
CREATE TABLE federated_identity (
    id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    issuer TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP(3) NOT NULL,
    last_used_at TIMESTAMP(3),
    CONSTRAINT federated_identity_id_unique PRIMARY KEY (id),
    CONSTRAINT federated_identity_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT federated_identity_issuer_length CHECK (length(issuer) BETWEEN 1 AND 255),
    CONSTRAINT federated_identity_subject_length CHECK (length(subject) BETWEEN 1 AND 255)
);

CREATE UNIQUE INDEX federated_identity_issuer_subject_unique ON federated_identity (issuer, subject);
CREATE INDEX federated_identity_person ON federated_identity (person_id, id);
