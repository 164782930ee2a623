-- Recovery without the mailbox (A15). email: the address that is to become the person's, erased with the end.
-- refusal_digest: of the token that the old mailbox is told. due_at: when it expires or is completed by itself.
CREATE TABLE account_recovery (
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    state TEXT NOT NULL,
    email TEXT,
    reason TEXT NOT NULL,
    without_second_factors BOOLEAN NOT NULL,
    refusal_digest TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    opened_at TIMESTAMP NOT NULL,
    confirmed_by TEXT,
    confirmed_at TIMESTAMP,
    due_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    CONSTRAINT account_recovery_id_unique PRIMARY KEY (id),
    CONSTRAINT account_recovery_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT account_recovery_opened_by_fk FOREIGN KEY (opened_by) REFERENCES person (id),
    CONSTRAINT account_recovery_confirmed_by_fk FOREIGN KEY (confirmed_by) REFERENCES person (id),
    CONSTRAINT account_recovery_state_value CHECK (
        state IN ('asked', 'confirmed', 'done', 'refused', 'cancelled', 'expired')
    ),
    CONSTRAINT account_recovery_email_length CHECK (length(email) BETWEEN 3 AND 254),
    CONSTRAINT account_recovery_email_needed CHECK ((state IN ('asked', 'confirmed')) = (email IS NOT NULL)),
    CONSTRAINT account_recovery_ended_at_needed CHECK ((state IN ('asked', 'confirmed')) = (ended_at IS NULL)),
    CONSTRAINT account_recovery_confirmed_at_needed CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
    CONSTRAINT account_recovery_by_two CHECK (confirmed_by <> opened_by),
    CONSTRAINT account_recovery_reason_length CHECK (length(reason) BETWEEN 1 AND 2000)
);

CREATE UNIQUE INDEX account_recovery_person_id_unique ON account_recovery (person_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX account_recovery_refusal_digest_unique ON account_recovery (refusal_digest);
CREATE INDEX account_recovery_due ON account_recovery (due_at) WHERE ended_at IS NULL;
CREATE INDEX account_recovery_ended ON account_recovery (ended_at);

-- A request that cannot be answered is tried again later, and those behind it go on. guessed: somebody keeps guessing a
-- password (A11); identifier: of a person, or of nobody.
CREATE TABLE account_request_new (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    last_name TEXT,
    first_name TEXT,
    phone TEXT,
    identifier TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at TIMESTAMP NOT NULL,
    CONSTRAINT account_request_id_unique PRIMARY KEY (id),
    CONSTRAINT account_request_kind_value CHECK (kind IN ('account', 'password', 'guessed')),
    CONSTRAINT account_request_last_name_length CHECK (length(last_name) BETWEEN 1 AND 80),
    CONSTRAINT account_request_first_name_length CHECK (length(first_name) BETWEEN 1 AND 80),
    CONSTRAINT account_request_phone_length CHECK (length(phone) BETWEEN 6 AND 30),
    CONSTRAINT account_request_identifier_length CHECK (length(identifier) BETWEEN 1 AND 254)
);
INSERT INTO account_request_new (id, kind, last_name, first_name, phone, identifier, created_at, attempts, due_at)
SELECT id, kind, last_name, first_name, phone, identifier, created_at, 0, created_at FROM account_request;
DROP TABLE account_request;
ALTER TABLE account_request_new RENAME TO account_request;
CREATE INDEX account_request_due ON account_request (due_at, id);

-- Further ways of looking; of all of them the old ones are erased.
CREATE TABLE look_new (
    reader_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    day DATE NOT NULL,
    what TEXT NOT NULL,
    organisation_id TEXT,
    caisse_code TEXT,
    first_at TIMESTAMP NOT NULL,
    CONSTRAINT look_reader_id_person_id_day_what_unique PRIMARY KEY (reader_id, person_id, day, what),
    CONSTRAINT look_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT look_what_value CHECK (what IN ('formateur', 'search', 'support', 'record', 'session', 'candidate'))
);
INSERT INTO look_new SELECT * FROM look;
DROP TABLE look;
ALTER TABLE look_new RENAME TO look;
CREATE INDEX look_person ON look (person_id, first_at);
CREATE INDEX look_day ON look (day);
