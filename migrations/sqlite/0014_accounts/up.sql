-- One's own account: its data, the links that mails bring, what was asked for without signing in, and sign-ins.

ALTER TABLE person ADD COLUMN phone TEXT CONSTRAINT person_phone_length CHECK (length(phone) BETWEEN 6 AND 30);
ALTER TABLE person ADD COLUMN checked_on DATE;
ALTER TABLE person ADD COLUMN closed_at TIMESTAMP;
UPDATE person SET checked_on = date(onboarded_at) WHERE onboarded_at IS NOT NULL;

-- The token itself is nowhere: who reads the base cannot use a link.
CREATE TABLE one_time_link (
    id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    person_id TEXT NOT NULL,
    email TEXT,
    token_digest TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    CONSTRAINT one_time_link_id_unique PRIMARY KEY (id),
    CONSTRAINT one_time_link_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT one_time_link_purpose_value CHECK (purpose IN ('open_account', 'reset_password', 'confirm_email')),
    CONSTRAINT one_time_link_email_length CHECK (length(email) BETWEEN 3 AND 254),
    CONSTRAINT one_time_link_email_needed CHECK ((purpose = 'confirm_email') = (email IS NOT NULL))
);

CREATE UNIQUE INDEX one_time_link_token_digest_unique ON one_time_link (token_digest);
CREATE INDEX one_time_link_person ON one_time_link (person_id);
CREATE INDEX one_time_link_expires ON one_time_link (expires_at);

-- What somebody asked for who is not signed in: it is answered later, and then erased.
CREATE TABLE account_request (
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

-- id: the family of refresh tokens. device_digest: of the cookie by which a browser is known again.
CREATE TABLE sign_in (
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    device TEXT NOT NULL,
    device_digest TEXT NOT NULL,
    network TEXT,
    created_at TIMESTAMP NOT NULL,
    last_seen_at TIMESTAMP NOT NULL,
    CONSTRAINT sign_in_id_unique PRIMARY KEY (id),
    CONSTRAINT sign_in_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT sign_in_device_length CHECK (length(device) BETWEEN 1 AND 80)
);

CREATE INDEX sign_in_person ON sign_in (person_id, id);
CREATE INDEX sign_in_last_seen ON sign_in (last_seen_at);
