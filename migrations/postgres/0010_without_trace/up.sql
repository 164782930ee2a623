-- Who leads sessions of an organisation is remembered after the sessions are erased, so that they are found by name;
-- and a person is a formateur once.

CREATE TABLE formateur_known (
    organisation_id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    last_on DATE NOT NULL,
    CONSTRAINT formateur_known_organisation_id_person_id_unique PRIMARY KEY (organisation_id, person_id),
    CONSTRAINT formateur_known_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT formateur_known_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE INDEX formateur_known_person ON formateur_known (person_id);

INSERT INTO formateur_known (organisation_id, person_id, last_on)
    SELECT s.organisation_id, f.person_id, max(coalesce(s.declared_on, s.ends_sort))
    FROM session_formateur f JOIN session s ON s.id = f.session_id
    WHERE f.lead AND f.person_id IS NOT NULL AND s.state <> 'draft'
    GROUP BY s.organisation_id, f.person_id;

CREATE UNIQUE INDEX profile_person_id_unique ON profile (person_id) WHERE kind = 'formateur' AND ended_at IS NULL;

-- The statistics of the planner hold samples of a column: of people's data there shall be none.
ALTER TABLE session
    ALTER COLUMN place_name SET STATISTICS 0,
    ALTER COLUMN place_address SET STATISTICS 0,
    ALTER COLUMN place_postal_code SET STATISTICS 0,
    ALTER COLUMN place_city SET STATISTICS 0,
    ALTER COLUMN external_ref SET STATISTICS 0,
    ALTER COLUMN comment SET STATISTICS 0,
    ALTER COLUMN mac_key SET STATISTICS 0,
    ALTER COLUMN verified_mac SET STATISTICS 0,
    ALTER COLUMN certified_mac SET STATISTICS 0;
ALTER TABLE trainee
    ALTER COLUMN last_name SET STATISTICS 0,
    ALTER COLUMN first_name SET STATISTICS 0,
    ALTER COLUMN birth_date SET STATISTICS 0,
    ALTER COLUMN email SET STATISTICS 0,
    ALTER COLUMN forprev_number SET STATISTICS 0;
ALTER TABLE certificate_document
    ALTER COLUMN signed_code SET STATISTICS 0,
    ALTER COLUMN sheet SET STATISTICS 0;
ALTER TABLE idempotency
    ALTER COLUMN body_hash SET STATISTICS 0,
    ALTER COLUMN headers SET STATISTICS 0,
    ALTER COLUMN body SET STATISTICS 0;
ALTER TABLE outbox
    ALTER COLUMN payload SET STATISTICS 0,
    ALTER COLUMN last_error SET STATISTICS 0;
