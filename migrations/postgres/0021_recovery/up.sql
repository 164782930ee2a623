-- Recovery without the mailbox (A15). email: the address that is to become the person's, erased with the end.
-- refusal_digest: of the token that the old mailbox is told. due_at: when it expires or is completed by itself.
CREATE TABLE account_recovery (
    id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C",
    reason TEXT COLLATE "C" NOT NULL,
    without_second_factors BOOLEAN NOT NULL,
    refusal_digest TEXT COLLATE "C" NOT NULL,
    opened_by TEXT COLLATE "C" NOT NULL,
    opened_at TIMESTAMP(3) NOT NULL,
    confirmed_by TEXT COLLATE "C",
    confirmed_at TIMESTAMP(3),
    due_at TIMESTAMP(3) NOT NULL,
    ended_at TIMESTAMP(3),
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
ALTER TABLE account_request DROP CONSTRAINT account_request_kind_value;
ALTER TABLE account_request ADD CONSTRAINT account_request_kind_value CHECK (kind IN ('account', 'password', 'guessed'));
ALTER TABLE account_request ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account_request ADD COLUMN due_at TIMESTAMP(3);
UPDATE account_request SET due_at = created_at;
ALTER TABLE account_request ALTER COLUMN due_at SET NOT NULL;
CREATE INDEX account_request_due ON account_request (due_at, id);

-- Further ways of looking; of all of them the old ones are erased.
ALTER TABLE look DROP CONSTRAINT look_what_value;
ALTER TABLE look ADD CONSTRAINT look_what_value CHECK (what IN ('formateur', 'search', 'support', 'record', 'session', 'candidate'));
CREATE INDEX look_day ON look (day);
