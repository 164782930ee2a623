-- What the system does for itself: who did what, what is to be sent, who is signed in, what runs by itself.

CREATE TABLE audit (
    id TEXT COLLATE "C" NOT NULL,
    at TIMESTAMP(3) NOT NULL,
    person_id TEXT COLLATE "C",
    client_id TEXT COLLATE "C",
    action TEXT COLLATE "C" NOT NULL,
    resource_kind TEXT COLLATE "C" NOT NULL,
    resource_id TEXT COLLATE "C",
    organisation_id TEXT COLLATE "C",
    caisse_code TEXT COLLATE "C",
    address TEXT COLLATE "C",
    detail TEXT COLLATE "C",
    CONSTRAINT audit_id_unique PRIMARY KEY (id),
    CONSTRAINT audit_action_length CHECK (length(action) BETWEEN 1 AND 80),
    CONSTRAINT audit_resource_kind_length CHECK (length(resource_kind) BETWEEN 1 AND 80)
);

CREATE INDEX audit_organisation ON audit (organisation_id, id);
CREATE INDEX audit_person ON audit (person_id, id);
CREATE INDEX audit_caisse ON audit (caisse_code, id);
CREATE INDEX audit_resource ON audit (resource_kind, resource_id);

-- The log only grows.
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit is append-only';
END;
$$;
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_no_delete BEFORE DELETE OR TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

CREATE TABLE outbox (
    id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C",
    session_id TEXT COLLATE "C",
    organisation_id TEXT COLLATE "C",
    payload TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP(3) NOT NULL,
    due_at TIMESTAMP(3) NOT NULL,
    sent_at TIMESTAMP(3),
    attempts INTEGER NOT NULL,
    last_error TEXT COLLATE "C",
    CONSTRAINT outbox_id_unique PRIMARY KEY (id)
);

CREATE INDEX outbox_due ON outbox (due_at, id) WHERE sent_at IS NULL;
CREATE INDEX outbox_session ON outbox (session_id);

CREATE TABLE refresh_token (
    id TEXT COLLATE "C" NOT NULL,
    family_id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    token_hash TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP(3) NOT NULL,
    expires_at TIMESTAMP(3) NOT NULL,
    used_at TIMESTAMP(3),
    ended_at TIMESTAMP(3),
    CONSTRAINT refresh_token_id_unique PRIMARY KEY (id),
    CONSTRAINT refresh_token_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id)
);

CREATE UNIQUE INDEX refresh_token_token_hash_unique ON refresh_token (token_hash);
CREATE INDEX refresh_token_family ON refresh_token (family_id);
CREATE INDEX refresh_token_person ON refresh_token (person_id);
CREATE INDEX refresh_token_expires ON refresh_token (expires_at);

-- key: a hash of the account or of the address that tried.
CREATE TABLE sign_in_attempt (
    key TEXT COLLATE "C" NOT NULL,
    failures INTEGER NOT NULL,
    last_at TIMESTAMP(3) NOT NULL,
    blocked_until TIMESTAMP(3),
    CONSTRAINT sign_in_attempt_key_unique PRIMARY KEY (key)
);

CREATE INDEX sign_in_attempt_last ON sign_in_attempt (last_at);

-- status: missing while the first request of this key runs.
CREATE TABLE idempotency (
    caller TEXT COLLATE "C" NOT NULL,
    route TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    body_hash TEXT COLLATE "C" NOT NULL,
    status SMALLINT,
    headers TEXT COLLATE "C",
    body TEXT COLLATE "C",
    session_id TEXT COLLATE "C",
    created_at TIMESTAMP(3) NOT NULL,
    CONSTRAINT idempotency_caller_route_key_unique PRIMARY KEY (caller, route, key),
    CONSTRAINT idempotency_key_length CHECK (length(key) BETWEEN 1 AND 255)
);

CREATE INDEX idempotency_created ON idempotency (created_at);
CREATE INDEX idempotency_session ON idempotency (session_id);

CREATE TABLE scheduled_run (
    name TEXT COLLATE "C" NOT NULL,
    last_started_at TIMESTAMP(3),
    last_finished_at TIMESTAMP(3),
    next_at TIMESTAMP(3) NOT NULL,
    last_error TEXT COLLATE "C",
    CONSTRAINT scheduled_run_name_unique PRIMARY KEY (name)
);
