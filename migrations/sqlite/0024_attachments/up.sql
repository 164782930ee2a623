-- Attachments of files and requests: what they are, and under which key their bytes are kept outside the base.

-- owner_kind, owner_id: what it belongs to. object_key: its bytes. uploaded_by: nothing where a system added it. ended_at:
-- when it was replaced (by replaced_by) or removed.
CREATE TABLE attachment (
    id TEXT NOT NULL,
    owner_kind TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    file_name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    object_key TEXT NOT NULL,
    uploaded_by TEXT,
    created_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP,
    replaced_by TEXT,
    CONSTRAINT attachment_id_unique PRIMARY KEY (id),
    CONSTRAINT attachment_uploaded_by_fk FOREIGN KEY (uploaded_by) REFERENCES person (id),
    CONSTRAINT attachment_replaced_by_fk FOREIGN KEY (replaced_by) REFERENCES attachment (id),
    CONSTRAINT attachment_owner_kind_length CHECK (length(owner_kind) BETWEEN 1 AND 40),
    CONSTRAINT attachment_purpose_length CHECK (length(purpose) BETWEEN 1 AND 40),
    CONSTRAINT attachment_file_name_length CHECK (length(file_name) BETWEEN 1 AND 120),
    CONSTRAINT attachment_media_type_known CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png')),
    CONSTRAINT attachment_size_range CHECK (size BETWEEN 1 AND 10485760),
    CONSTRAINT attachment_sha256_length CHECK (length(sha256) = 64),
    CONSTRAINT attachment_replaced_ended CHECK (replaced_by IS NULL OR ended_at IS NOT NULL)
);

CREATE UNIQUE INDEX attachment_object_key_unique ON attachment (object_key);
CREATE INDEX attachment_owner ON attachment (owner_kind, owner_id, id);
CREATE INDEX attachment_uploaded_by ON attachment (uploaded_by);
CREATE INDEX attachment_replaced_by ON attachment (replaced_by);

-- What the keys of this base begin with: bytes of another base in the same place are not swept as nobody's.
INSERT INTO setting (name, value) VALUES ('attachments_space', lower(hex(randomblob(8))));
