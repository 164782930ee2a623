-- What the system does for itself: who did what, what is to be sent, who is signed in, what runs by itself.

CREATE TABLE audit (
    id TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    person_id TEXT,
    client_id TEXT,
    action TEXT NOT NULL,
    resource_kind TEXT NOT NULL,
    resource_id TEXT,
    organisation_id TEXT,
    caisse_code TEXT,
    address TEXT,
    detail TEXT,
    CONSTRAINT audit_id_unique PRIMARY KEY (id),
    CONSTRAINT audit_action_length CHECK (length(action) BETWEEN 1 AND 80),
    CONSTRAINT audit_resource_kind_length CHECK (length(resource_kind) BETWEEN 1 AND 80)
);

CREATE INDEX audit_organisation ON audit (organisation_id, id);
CREATE INDEX audit_person ON audit (person_id, id);
CREATE INDEX audit_caisse ON audit (caisse_code, id);
CREATE INDEX audit_resource ON audit (resource_kind, resource_id);

-- The log only grows.
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;

CREATE TABLE outbox (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    person_id TEXT,
    session_id TEXT,
    organisation_id TEXT,
    payload TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    due_at TIMESTAMP NOT NULL,
    sent_at TIMESTAMP,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    CONSTRAINT outbox_id_unique PRIMARY KEY (id)
);

CREATE INDEX outbox_due ON outbox (due_at, id) WHERE sent_at IS NULL;
CREATE INDEX outbox_session ON outbox (session_id);

CREATE TABLE refresh_token (
    id TEXT NOT NULL,
    family_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    token_hash TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    ended_at TIMESTAMP,
    CONSTRAINT refresh_token_id_unique PRIMARY KEY (id),
    CONSTRAINT refresh_token_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE UNIQUE INDEX refresh_token_token_hash_unique ON refresh_token (token_hash);
CREATE INDEX refresh_token_family ON refresh_token (family_id);
CREATE INDEX refresh_token_person ON refresh_token (person_id);
CREATE INDEX refresh_token_expires ON refresh_token (expires_at);

-- key: a hash of the account or of the address that tried.
CREATE TABLE sign_in_attempt (
    key TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last_at TIMESTAMP NOT NULL,
    blocked_until TIMESTAMP,
    CONSTRAINT sign_in_attempt_key_unique PRIMARY KEY (key)
);

CREATE INDEX sign_in_attempt_last ON sign_in_attempt (last_at);

-- status: missing while the first request of this key runs.
CREATE TABLE idempotency (
    caller TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    status SMALLINT,
    headers TEXT,
    body TEXT,
    session_id TEXT,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT idempotency_caller_route_key_unique PRIMARY KEY (caller, route, key),
    CONSTRAINT idempotency_key_length CHECK (length(key) BETWEEN 1 AND 255)
);

CREATE INDEX idempotency_created ON idempotency (created_at);
CREATE INDEX idempotency_session ON idempotency (session_id);

CREATE TABLE scheduled_run (
    name TEXT NOT NULL,
    last_started_at TIMESTAMP,
    last_finished_at TIMESTAMP,
    next_at TIMESTAMP NOT NULL,
    last_error TEXT,
    CONSTRAINT scheduled_run_name_unique PRIMARY KEY (name)
);
