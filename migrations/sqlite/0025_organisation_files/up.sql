-- The organisation file: how an organisation is entered, and how one that was validated changes (O1-O6). content: as it was
-- typed; submitted_content: as the caisse last got it. queued_at: what queues are sorted by, the first submission, or the
-- beginning before it. caisse_code: who instructs it; none before the submission, and where INRS does.
CREATE TABLE organisation_file (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    organisation_id TEXT,
    author_id TEXT NOT NULL,
    content TEXT NOT NULL,
    submitted_content TEXT,
    caisse_code TEXT,
    departement TEXT,
    city TEXT,
    assigned_to TEXT,
    queued_at TIMESTAMP NOT NULL,
    submitted_at TIMESTAMP,
    abandoned_on DATE,
    comment TEXT,
    corrections TEXT NOT NULL,
    siret TEXT,
    raison_sociale TEXT NOT NULL,
    search_key TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT organisation_file_id_unique PRIMARY KEY (id),
    CONSTRAINT organisation_file_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT organisation_file_author_id_fk FOREIGN KEY (author_id) REFERENCES person (id),
    CONSTRAINT organisation_file_caisse_code_fk FOREIGN KEY (caisse_code) REFERENCES caisse (code),
    CONSTRAINT organisation_file_assigned_to_fk FOREIGN KEY (assigned_to) REFERENCES person (id),
    CONSTRAINT organisation_file_kind_value CHECK (kind IN ('opening', 'change')),
    CONSTRAINT organisation_file_state_value CHECK (
        state IN ('draft', 'submitted', 'returned', 'validated', 'refused', 'abandoned')
    ),
    CONSTRAINT organisation_file_change_of CHECK (kind = 'opening' OR organisation_id IS NOT NULL),
    CONSTRAINT organisation_file_validated_of CHECK (state <> 'validated' OR organisation_id IS NOT NULL),
    CONSTRAINT organisation_file_abandoned_on_needed CHECK ((state = 'abandoned') = (abandoned_on IS NOT NULL)),
    CONSTRAINT organisation_file_comment_length CHECK (length(comment) BETWEEN 1 AND 2000)
);

CREATE UNIQUE INDEX organisation_file_organisation_id_unique ON organisation_file (organisation_id)
    WHERE kind = 'change' AND state IN ('draft', 'submitted', 'returned');
CREATE INDEX organisation_file_caisse ON organisation_file (caisse_code, state, queued_at, id);
CREATE INDEX organisation_file_queue ON organisation_file (state, queued_at, id);
CREATE INDEX organisation_file_author ON organisation_file (author_id, queued_at);
CREATE INDEX organisation_file_organisation ON organisation_file (organisation_id, queued_at);
CREATE INDEX organisation_file_abandoned ON organisation_file (abandoned_on);

-- What happened to a file, in order.
CREATE TABLE organisation_file_event (
    id TEXT NOT NULL,
    file_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    what TEXT NOT NULL,
    state TEXT NOT NULL,
    person_id TEXT,
    by_agent BOOLEAN NOT NULL,
    caisse_code TEXT,
    comment TEXT,
    CONSTRAINT organisation_file_event_id_unique PRIMARY KEY (id),
    CONSTRAINT organisation_file_event_file_id_fk FOREIGN KEY (file_id) REFERENCES organisation_file (id),
    CONSTRAINT organisation_file_event_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT organisation_file_event_comment_length CHECK (length(comment) BETWEEN 1 AND 2000)
);

CREATE INDEX organisation_file_event_file ON organisation_file_event (file_id, id);

-- What the two sides of a file write to each other, and what agents note among themselves.
CREATE TABLE organisation_file_message (
    id TEXT NOT NULL,
    file_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    person_id TEXT NOT NULL,
    by_agent BOOLEAN NOT NULL,
    caisse_code TEXT,
    internal BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT organisation_file_message_id_unique PRIMARY KEY (id),
    CONSTRAINT organisation_file_message_file_id_fk FOREIGN KEY (file_id) REFERENCES organisation_file (id),
    CONSTRAINT organisation_file_message_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT organisation_file_message_internal_by CHECK (by_agent OR NOT internal),
    CONSTRAINT organisation_file_message_body_length CHECK (length(body) BETWEEN 1 AND 2000)
);

CREATE INDEX organisation_file_message_file ON organisation_file_message (file_id, id);

-- Of an organisation what the directory has no part in: with whom to speak, who signs, its certificate of the URSSAF.
CREATE TABLE organisation_detail (
    organisation_id TEXT NOT NULL,
    contact_last_name TEXT,
    contact_first_name TEXT,
    contact_function TEXT,
    contact_email TEXT,
    contact_phone TEXT,
    urssaf_issued_on DATE,
    urssaf_code TEXT,
    signatory_last_name TEXT,
    signatory_first_name TEXT,
    signatory_function TEXT,
    signatory_email TEXT,
    confirmed_on DATE,
    confirmed_by TEXT,
    CONSTRAINT organisation_detail_organisation_id_unique PRIMARY KEY (organisation_id),
    CONSTRAINT organisation_detail_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT organisation_detail_confirmed_by_fk FOREIGN KEY (confirmed_by) REFERENCES person (id)
);
