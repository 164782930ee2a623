-- Certificates: what is kept for ever names no acteur trainee; what does is erased with the session.

CREATE TABLE certificate (
    number TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    level SMALLINT NOT NULL,
    certificate_code TEXT NOT NULL,
    holder TEXT NOT NULL,
    kind TEXT NOT NULL,
    ends_on DATE NOT NULL,
    valid_until DATE,
    organisation_id TEXT NOT NULL,
    habilitation_id TEXT NOT NULL,
    generated_on DATE NOT NULL,
    downloadable_until DATE NOT NULL,
    person_id TEXT,
    revoked_at TIMESTAMP,
    revoked_by TEXT,
    revocation_reason TEXT,
    CONSTRAINT certificate_number_unique PRIMARY KEY (number),
    CONSTRAINT certificate_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT certificate_habilitation_id_fk FOREIGN KEY (habilitation_id) REFERENCES habilitation (id),
    CONSTRAINT certificate_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT certificate_revoked_by_fk FOREIGN KEY (revoked_by) REFERENCES person (id),
    CONSTRAINT certificate_level_value CHECK (level IN (1, 2)),
    CONSTRAINT certificate_holder_value CHECK (holder IN ('acteur', 'formateur')),
    CONSTRAINT certificate_kind_value CHECK (kind IN ('initial', 'mac')),
    CONSTRAINT certificate_acteur_has_no_person CHECK (holder = 'formateur' OR person_id IS NULL),
    CONSTRAINT certificate_revocation_whole CHECK (
        (revoked_at IS NULL AND revoked_by IS NULL AND revocation_reason IS NULL)
        OR (revoked_at IS NOT NULL AND revoked_by IS NOT NULL AND revocation_reason IS NOT NULL)
    ),
    CONSTRAINT certificate_revocation_reason_length CHECK (length(revocation_reason) BETWEEN 1 AND 2000)
);

CREATE INDEX certificate_person ON certificate (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX certificate_revoked ON certificate (revoked_at) WHERE revoked_at IS NOT NULL;

-- What a PDF is drawn from. Of a formateur certificate it stays with its holder, and forgets its session.
CREATE TABLE certificate_document (
    number TEXT NOT NULL,
    session_id TEXT,
    trainee_id TEXT,
    position INTEGER NOT NULL,
    signed_code TEXT NOT NULL,
    sheet TEXT NOT NULL,
    CONSTRAINT certificate_document_number_unique PRIMARY KEY (number),
    CONSTRAINT certificate_document_number_fk FOREIGN KEY (number) REFERENCES certificate (number),
    CONSTRAINT certificate_document_session_id_fk FOREIGN KEY (session_id) REFERENCES session (id),
    CONSTRAINT certificate_document_trainee_id_fk FOREIGN KEY (trainee_id) REFERENCES trainee (id),
    CONSTRAINT certificate_document_session_whole CHECK ((session_id IS NULL) = (trainee_id IS NULL))
);

CREATE INDEX certificate_document_session ON certificate_document (session_id, position);
-- S12: a trainee gets one certificate, whatever runs at once.
CREATE UNIQUE INDEX certificate_document_trainee_id_unique ON certificate_document (trainee_id);

-- C8: counted as certificates are generated. No caisse and no département are written ''.
CREATE TABLE statistic (
    month TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    level SMALLINT NOT NULL,
    certificate_code TEXT NOT NULL,
    kind TEXT NOT NULL,
    departement TEXT NOT NULL,
    caisse_code TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    sessions BIGINT NOT NULL,
    trainees BIGINT NOT NULL,
    certified BIGINT NOT NULL,
    CONSTRAINT statistic_dimensions_unique PRIMARY KEY (
        month, dispositif, level, certificate_code, kind, departement, caisse_code, organisation_id
    ),
    CONSTRAINT statistic_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT statistic_month_length CHECK (length(month) = 7),
    CONSTRAINT statistic_kind_value CHECK (kind IN ('initial', 'mac')),
    CONSTRAINT statistic_counts CHECK (0 <= certified AND certified <= trainees AND 0 <= sessions)
);

CREATE INDEX statistic_organisation ON statistic (organisation_id, month);
