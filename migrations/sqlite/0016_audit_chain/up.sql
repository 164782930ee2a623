-- The log as a chain: each line is sealed by a hash over itself and the seal before, soon after it was written. Writers do
-- not wait for one another: what is to be sealed stands in audit_pending until it is.

CREATE TABLE audit_seal (
    sequence BIGINT NOT NULL,
    audit_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT audit_seal_sequence_unique PRIMARY KEY (sequence),
    CONSTRAINT audit_seal_hash_length CHECK (length(hash) = 64)
);

CREATE UNIQUE INDEX audit_seal_audit_id_unique ON audit_seal (audit_id);

-- Seals only grow, too.
CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;
CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;

-- The head of the chain, signed with the installation's secret: whoever cuts the tail off cannot make another head.
CREATE TABLE audit_chain (
    id SMALLINT NOT NULL,
    sequence BIGINT NOT NULL,
    hash TEXT NOT NULL,
    signature TEXT NOT NULL,
    CONSTRAINT audit_chain_id_unique PRIMARY KEY (id),
    CONSTRAINT audit_chain_one_row CHECK (id = 1)
);

INSERT INTO audit_chain (id, sequence, hash, signature)
    VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', '');

CREATE TABLE audit_pending (
    audit_id TEXT NOT NULL,
    CONSTRAINT audit_pending_audit_id_unique PRIMARY KEY (audit_id)
);

INSERT INTO audit_pending (audit_id) SELECT id FROM audit;

-- Whoever writes a line: it waits to be sealed from its own transaction on.
CREATE TRIGGER audit_insert_is_pending AFTER INSERT ON audit
BEGIN
    INSERT INTO audit_pending (audit_id) VALUES (new.id);
END;

-- The log is read by time, whatever it is filtered by.
DROP INDEX audit_organisation;
DROP INDEX audit_person;
DROP INDEX audit_caisse;
DROP INDEX audit_resource;
CREATE INDEX audit_at ON audit (at, id);
CREATE INDEX audit_organisation_at ON audit (organisation_id, at, id);
CREATE INDEX audit_person_at ON audit (person_id, at, id);
CREATE INDEX audit_caisse_at ON audit (caisse_code, at, id);
CREATE INDEX audit_action_at ON audit (action, at, id);
CREATE INDEX audit_resource_at ON audit (resource_kind, resource_id, at, id);

-- Who looked at whose data, on which day. reader_id: a person or a system.
CREATE TABLE look (
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

CREATE INDEX look_person ON look (person_id, first_at);

-- N5: an administrator sees the application as somebody else, for a while.
CREATE TABLE support_view (
    id TEXT NOT NULL,
    agent_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    ends_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    CONSTRAINT support_view_id_unique PRIMARY KEY (id),
    CONSTRAINT support_view_agent_id_fk FOREIGN KEY (agent_id) REFERENCES person (id),
    CONSTRAINT support_view_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT support_view_reason_length CHECK (length(reason) BETWEEN 1 AND 2000)
);

-- A15: two accounts of one person made one. moved: what went over, by identifier, so that it can go back.
CREATE TABLE person_merge (
    id TEXT NOT NULL,
    merged_id TEXT NOT NULL,
    kept_id TEXT NOT NULL,
    reason TEXT NOT NULL,
    moved TEXT NOT NULL,
    merged_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    undone_at TIMESTAMP,
    undone_by TEXT,
    CONSTRAINT person_merge_id_unique PRIMARY KEY (id),
    CONSTRAINT person_merge_merged_id_fk FOREIGN KEY (merged_id) REFERENCES person (id),
    CONSTRAINT person_merge_kept_id_fk FOREIGN KEY (kept_id) REFERENCES person (id),
    CONSTRAINT person_merge_of_two CHECK (merged_id <> kept_id),
    CONSTRAINT person_merge_reason_length CHECK (length(reason) BETWEEN 1 AND 2000)
);

CREATE UNIQUE INDEX person_merge_merged_id_unique ON person_merge (merged_id) WHERE undone_at IS NULL;
CREATE INDEX person_merge_kept ON person_merge (kept_id);

-- Agents find people by name, and merges what a person verified.
CREATE INDEX person_search ON person (search_key, id);
CREATE INDEX session_verified ON session (verified_by) WHERE verified_by IS NOT NULL;
