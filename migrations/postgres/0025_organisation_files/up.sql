-- The organisation file: how an organisation is entered, and how one that was validated changes (O1-O6). content: as it was
-- typed; submitted_content: as the caisse last got it. queued_at: what queues are sorted by, the first submission, or the
-- beginning before it. caisse_code: who instructs it; none before the submission, and where INRS does.
CREATE TABLE organisation_file (
    id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    organisation_id TEXT COLLATE "C",
    author_id TEXT COLLATE "C" NOT NULL,
    content TEXT COLLATE "C" NOT NULL,
    submitted_content TEXT COLLATE "C",
    caisse_code TEXT COLLATE "C",
    departement TEXT COLLATE "C",
    city TEXT COLLATE "C",
    assigned_to TEXT COLLATE "C",
    queued_at TIMESTAMP NOT NULL,
    submitted_at TIMESTAMP,
    abandoned_on DATE,
    comment TEXT COLLATE "C",
    corrections TEXT COLLATE "C" NOT NULL,
    siret TEXT COLLATE "C",
    raison_sociale TEXT COLLATE "C" NOT NULL,
    search_key TEXT COLLATE "C" NOT NULL,
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
    id TEXT COLLATE "C" NOT NULL,
    file_id TEXT COLLATE "C" NOT NULL,
    at TIMESTAMP NOT NULL,
    what TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C",
    by_agent BOOLEAN NOT NULL,
    caisse_code TEXT COLLATE "C",
    comment TEXT COLLATE "C",
    CONSTRAINT organisation_file_event_id_unique PRIMARY KEY (id),
    CONSTRAINT organisation_file_event_file_id_fk FOREIGN KEY (file_id) REFERENCES organisation_file (id),
    CONSTRAINT organisation_file_event_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT organisation_file_event_comment_length CHECK (length(comment) BETWEEN 1 AND 2000)
);

CREATE INDEX organisation_file_event_file ON organisation_file_event (file_id, id);

-- What the two sides of a file write to each other, and what agents note among themselves.
CREATE TABLE organisation_file_message (
    id TEXT COLLATE "C" NOT NULL,
    file_id TEXT COLLATE "C" NOT NULL,
    at TIMESTAMP NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    by_agent BOOLEAN NOT NULL,
    caisse_code TEXT COLLATE "C",
    internal BOOLEAN NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    CONSTRAINT organisation_file_message_id_unique PRIMARY KEY (id),
    CONSTRAINT organisation_file_message_file_id_fk FOREIGN KEY (file_id) REFERENCES organisation_file (id),
    CONSTRAINT organisation_file_message_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT organisation_file_message_internal_by CHECK (by_agent OR NOT internal),
    CONSTRAINT organisation_file_message_body_length CHECK (length(body) BETWEEN 1 AND 2000)
);

CREATE INDEX organisation_file_message_file ON organisation_file_message (file_id, id);

-- Of an organisation what the directory has no part in: with whom to speak, who signs, its certificate of the URSSAF.
CREATE TABLE organisation_detail (
    organisation_id TEXT COLLATE "C" NOT NULL,
    contact_last_name TEXT COLLATE "C",
    contact_first_name TEXT COLLATE "C",
    contact_function TEXT COLLATE "C",
    contact_email TEXT COLLATE "C",
    contact_phone TEXT COLLATE "C",
    urssaf_issued_on DATE,
    urssaf_code TEXT COLLATE "C",
    signatory_last_name TEXT COLLATE "C",
    signatory_first_name TEXT COLLATE "C",
    signatory_function TEXT COLLATE "C",
    signatory_email TEXT COLLATE "C",
    confirmed_on DATE,
    confirmed_by TEXT COLLATE "C",
    CONSTRAINT organisation_detail_organisation_id_unique PRIMARY KEY (organisation_id),
    CONSTRAINT organisation_detail_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT organisation_detail_confirmed_by_fk FOREIGN KEY (confirmed_by) REFERENCES person (id)
);
