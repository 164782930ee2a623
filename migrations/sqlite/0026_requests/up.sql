-- Habilitation requests (H2-H9), their instruction and their decision by the CNH.

-- Which habilitation one was granted to renew: the request says so (H3).
ALTER TABLE habilitation ADD COLUMN renews_id TEXT CONSTRAINT habilitation_renews_id_fk REFERENCES habilitation (id);
CREATE INDEX habilitation_renews ON habilitation (renews_id);
ALTER TABLE platform ADD COLUMN kind TEXT CONSTRAINT platform_kind_length CHECK (length(kind) BETWEEN 1 AND 120);

-- The last place given in a year's sequence of habilitation numbers: whoever takes the next one waits for the other.
CREATE TABLE habilitation_sequence (
    year INT NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT habilitation_sequence_year_unique PRIMARY KEY (year)
);

-- What is looked at in a request (C28), each state of each item with the day from which it holds.
CREATE TABLE grid_entry_version (
    code TEXT NOT NULL,
    holds_from DATE NOT NULL,
    document TEXT NOT NULL,
    CONSTRAINT grid_entry_version_code_holds_from_unique PRIMARY KEY (code, holds_from)
);

CREATE TABLE sitting (
    id TEXT NOT NULL,
    state TEXT NOT NULL,
    held_on DATE NOT NULL,
    place TEXT,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT sitting_id_unique PRIMARY KEY (id),
    CONSTRAINT sitting_state_value CHECK (state IN ('planned', 'held', 'cancelled')),
    CONSTRAINT sitting_place_length CHECK (length(place) BETWEEN 1 AND 120)
);

CREATE INDEX sitting_held ON sitting (held_on, id);

-- caisse_code: who instructs it; none before its submission, and where INRS does. queued_at: what queues are sorted by, the
-- first submission, or the beginning before it. cnh_on: the day on which it came to the CNH. returned: what is to be
-- completed. outcome and what follows: the last decision; valid_from and valid_until: the days that it gave.
CREATE TABLE habilitation_request (
    id TEXT NOT NULL,
    organisation_id TEXT NOT NULL,
    author_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    dispositif TEXT NOT NULL,
    level SMALLINT NOT NULL,
    state TEXT NOT NULL,
    renews_id TEXT,
    programme TEXT,
    schedule TEXT,
    caisse_code TEXT,
    assigned_to TEXT,
    queued_at TIMESTAMP NOT NULL,
    submitted_at TIMESTAMP,
    submitted_on DATE,
    cnh_on DATE,
    returned TEXT,
    sitting_id TEXT,
    agenda_position INTEGER,
    outcome TEXT,
    decided_on DATE,
    decided_at TIMESTAMP,
    decided_by TEXT,
    decided_sitting_id TEXT,
    reason TEXT,
    valid_from DATE,
    valid_until DATE,
    habilitation_id TEXT,
    version BIGINT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    CONSTRAINT habilitation_request_id_unique PRIMARY KEY (id),
    CONSTRAINT habilitation_request_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT habilitation_request_author_id_fk FOREIGN KEY (author_id) REFERENCES person (id),
    CONSTRAINT habilitation_request_renews_id_fk FOREIGN KEY (renews_id) REFERENCES habilitation (id),
    CONSTRAINT habilitation_request_caisse_code_fk FOREIGN KEY (caisse_code) REFERENCES caisse (code),
    CONSTRAINT habilitation_request_assigned_to_fk FOREIGN KEY (assigned_to) REFERENCES person (id),
    CONSTRAINT habilitation_request_sitting_id_fk FOREIGN KEY (sitting_id) REFERENCES sitting (id),
    CONSTRAINT habilitation_request_decided_by_fk FOREIGN KEY (decided_by) REFERENCES person (id),
    CONSTRAINT habilitation_request_decided_sitting_id_fk FOREIGN KEY (decided_sitting_id) REFERENCES sitting (id),
    CONSTRAINT habilitation_request_habilitation_id_fk FOREIGN KEY (habilitation_id) REFERENCES habilitation (id),
    CONSTRAINT habilitation_request_kind_value CHECK (kind IN ('initial', 'additional', 'renewal')),
    CONSTRAINT habilitation_request_level_value CHECK (level IN (1, 2)),
    CONSTRAINT habilitation_request_state_value CHECK (
        state IN (
            'draft', 'submitted', 'incomplete', 'instruction', 'returned', 'opinion', 'decision', 'granted', 'refused',
            'abandoned'
        )
    ),
    CONSTRAINT habilitation_request_outcome_value CHECK (outcome IN ('granted', 'refused', 'adjourned')),
    CONSTRAINT habilitation_request_renewal_of CHECK ((kind = 'renewal') = (renews_id IS NOT NULL)),
    CONSTRAINT habilitation_request_granted_of CHECK ((state = 'granted') = (habilitation_id IS NOT NULL)),
    CONSTRAINT habilitation_request_programme_length CHECK (length(programme) BETWEEN 1 AND 2000),
    CONSTRAINT habilitation_request_schedule_length CHECK (length(schedule) BETWEEN 1 AND 2000),
    CONSTRAINT habilitation_request_reason_length CHECK (length(reason) BETWEEN 1 AND 2000)
);

-- H6: one at most that runs for a dispositif and level.
CREATE UNIQUE INDEX habilitation_request_organisation_id_dispositif_level_unique
    ON habilitation_request (organisation_id, dispositif, level)
    WHERE state IN ('draft', 'submitted', 'incomplete', 'instruction', 'returned', 'opinion', 'decision');
CREATE UNIQUE INDEX habilitation_request_habilitation_id_unique ON habilitation_request (habilitation_id);
CREATE INDEX habilitation_request_caisse ON habilitation_request (caisse_code, state, queued_at, id);
CREATE INDEX habilitation_request_queue ON habilitation_request (state, queued_at, id);
CREATE INDEX habilitation_request_queued ON habilitation_request (queued_at, id);
CREATE INDEX habilitation_request_updated ON habilitation_request (updated_at, id);
CREATE INDEX habilitation_request_organisation ON habilitation_request (organisation_id, queued_at, id);
CREATE INDEX habilitation_request_sitting ON habilitation_request (sitting_id, agenda_position);
CREATE INDEX habilitation_request_assigned ON habilitation_request (assigned_to, state);

CREATE TABLE request_formateur (
    request_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    forprev_number TEXT NOT NULL,
    CONSTRAINT request_formateur_request_id_position_unique PRIMARY KEY (request_id, position),
    CONSTRAINT request_formateur_request_id_fk FOREIGN KEY (request_id) REFERENCES habilitation_request (id)
);

-- Its id is that of the habilitation's platform too, once it is granted.
CREATE TABLE request_platform (
    id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    name TEXT,
    kind TEXT,
    address TEXT,
    postal_code TEXT,
    city TEXT,
    insee_code TEXT,
    CONSTRAINT request_platform_id_unique PRIMARY KEY (id),
    CONSTRAINT request_platform_request_id_fk FOREIGN KEY (request_id) REFERENCES habilitation_request (id),
    CONSTRAINT request_platform_name_length CHECK (length(name) BETWEEN 1 AND 120),
    CONSTRAINT request_platform_kind_length CHECK (length(kind) BETWEEN 1 AND 120),
    CONSTRAINT request_platform_address_length CHECK (length(address) BETWEEN 1 AND 200)
);

CREATE INDEX request_platform_request ON request_platform (request_id, position);

-- What happened to a request, in order.
CREATE TABLE request_event (
    id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    what TEXT NOT NULL,
    state TEXT NOT NULL,
    side TEXT NOT NULL,
    person_id TEXT,
    comment TEXT,
    CONSTRAINT request_event_id_unique PRIMARY KEY (id),
    CONSTRAINT request_event_request_id_fk FOREIGN KEY (request_id) REFERENCES habilitation_request (id),
    CONSTRAINT request_event_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT request_event_side_value CHECK (side IN ('applicant', 'caisse', 'inrs', 'cnh')),
    CONSTRAINT request_event_comment_length CHECK (length(comment) BETWEEN 1 AND 2000)
);

CREATE INDEX request_event_request ON request_event (request_id, id);

CREATE TABLE request_opinion (
    request_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    opinion TEXT NOT NULL,
    comment TEXT,
    confidential BOOLEAN NOT NULL,
    person_id TEXT,
    at TIMESTAMP NOT NULL,
    CONSTRAINT request_opinion_request_id_subject_unique PRIMARY KEY (request_id, subject),
    CONSTRAINT request_opinion_request_id_fk FOREIGN KEY (request_id) REFERENCES habilitation_request (id),
    CONSTRAINT request_opinion_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT request_opinion_subject_value CHECK (subject IN ('pedagogical', 'technical', 'inrs')),
    CONSTRAINT request_opinion_opinion_value CHECK (opinion IN ('favourable', 'unfavourable')),
    CONSTRAINT request_opinion_comment_length CHECK (length(comment) BETWEEN 1 AND 2000)
);

-- The answers of the examination grid (C28).
CREATE TABLE request_answer (
    request_id TEXT NOT NULL,
    item TEXT NOT NULL,
    answer TEXT NOT NULL,
    comment TEXT,
    CONSTRAINT request_answer_request_id_item_unique PRIMARY KEY (request_id, item),
    CONSTRAINT request_answer_request_id_fk FOREIGN KEY (request_id) REFERENCES habilitation_request (id),
    CONSTRAINT request_answer_answer_value CHECK (answer IN ('conforme', 'non_conforme', 'sans_objet')),
    CONSTRAINT request_answer_comment_length CHECK (length(comment) BETWEEN 1 AND 2000)
);

-- What the applicant and the caisse write to each other, and what those who instruct note among themselves.
CREATE TABLE request_message (
    id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    person_id TEXT NOT NULL,
    by_agent BOOLEAN NOT NULL,
    caisse_code TEXT,
    internal BOOLEAN NOT NULL,
    body TEXT NOT NULL,
    CONSTRAINT request_message_id_unique PRIMARY KEY (id),
    CONSTRAINT request_message_request_id_fk FOREIGN KEY (request_id) REFERENCES habilitation_request (id),
    CONSTRAINT request_message_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT request_message_internal_by CHECK (by_agent OR NOT internal),
    CONSTRAINT request_message_body_length CHECK (length(body) BETWEEN 1 AND 2000)
);

CREATE INDEX request_message_request ON request_message (request_id, id);
