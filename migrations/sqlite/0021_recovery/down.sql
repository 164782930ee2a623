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
    CONSTRAINT look_what_value CHECK (what IN ('formateur', 'search', 'support'))
);
INSERT INTO look_new SELECT * FROM look WHERE what IN ('formateur', 'search', 'support');
DROP TABLE look;
ALTER TABLE look_new RENAME TO look;
CREATE INDEX look_person ON look (person_id, first_at);
CREATE TABLE account_request_new (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    last_name TEXT,
    first_name TEXT,
    phone TEXT,
    identifier TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT account_request_id_unique PRIMARY KEY (id),
    CONSTRAINT account_request_kind_value CHECK (kind IN ('account', 'password')),
    CONSTRAINT account_request_last_name_length CHECK (length(last_name) BETWEEN 1 AND 80),
    CONSTRAINT account_request_first_name_length CHECK (length(first_name) BETWEEN 1 AND 80),
    CONSTRAINT account_request_phone_length CHECK (length(phone) BETWEEN 6 AND 30),
    CONSTRAINT account_request_identifier_length CHECK (length(identifier) BETWEEN 1 AND 254)
);
INSERT INTO account_request_new (id, kind, last_name, first_name, phone, identifier, created_at)
SELECT id, kind, last_name, first_name, phone, identifier, created_at FROM account_request WHERE kind <> 'guessed';
DROP TABLE account_request;
ALTER TABLE account_request_new RENAME TO account_request;
DROP TABLE account_recovery;
