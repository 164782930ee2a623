-- Audits and visits of an organisation (C17). Its caisse is the organisation's. notified_at: when the organisation was told;
-- before, and of one that was cancelled before, it knows nothing.
CREATE TABLE visit (
    id TEXT COLLATE "C" NOT NULL,
    organisation_id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    held_on DATE NOT NULL,
    starts_at TEXT COLLATE "C" NOT NULL,
    ends_at TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    agent_id TEXT COLLATE "C" NOT NULL,
    notified_at TIMESTAMP(3),
    summary TEXT COLLATE "C",
    findings TEXT COLLATE "C",
    reason TEXT COLLATE "C",
    version BIGINT NOT NULL,
    created_at TIMESTAMP(3) NOT NULL,
    updated_at TIMESTAMP(3) NOT NULL,
    CONSTRAINT visit_id_unique PRIMARY KEY (id),
    CONSTRAINT visit_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT visit_agent_id_fk FOREIGN KEY (agent_id) REFERENCES person (id),
    CONSTRAINT visit_kind_value CHECK (kind IN ('audit', 'visit')),
    CONSTRAINT visit_state_value CHECK (state IN ('planned', 'notified', 'held', 'closed', 'cancelled')),
    CONSTRAINT visit_notified CHECK (state IN ('planned', 'cancelled') OR notified_at IS NOT NULL),
    CONSTRAINT visit_summary_needed CHECK (state NOT IN ('held', 'closed') OR summary IS NOT NULL),
    CONSTRAINT visit_reason_needed CHECK ((state = 'cancelled') = (reason IS NOT NULL)),
    CONSTRAINT visit_subject_length CHECK (length(subject) BETWEEN 1 AND 2000),
    CONSTRAINT visit_summary_length CHECK (length(summary) BETWEEN 1 AND 2000),
    CONSTRAINT visit_findings_length CHECK (length(findings) BETWEEN 1 AND 2000),
    CONSTRAINT visit_reason_length CHECK (length(reason) BETWEEN 1 AND 2000)
);

CREATE INDEX visit_organisation ON visit (organisation_id, held_on, id);
CREATE INDEX visit_held_on ON visit (held_on, id);
CREATE INDEX visit_agent ON visit (agent_id);

-- What is to be mended, in the order of the report.
CREATE TABLE visit_action (
    id TEXT COLLATE "C" NOT NULL,
    visit_id TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL,
    what TEXT COLLATE "C" NOT NULL,
    due_on DATE NOT NULL,
    answer TEXT COLLATE "C",
    answered_at TIMESTAMP(3),
    answered_by TEXT COLLATE "C",
    outcome TEXT COLLATE "C" NOT NULL,
    followed_on DATE,
    comment TEXT COLLATE "C",
    CONSTRAINT visit_action_id_unique PRIMARY KEY (id),
    CONSTRAINT visit_action_visit_id_fk FOREIGN KEY (visit_id) REFERENCES visit (id),
    CONSTRAINT visit_action_answered_by_fk FOREIGN KEY (answered_by) REFERENCES person (id),
    CONSTRAINT visit_action_outcome_value CHECK (outcome IN ('open', 'done', 'not_done')),
    CONSTRAINT visit_action_what_length CHECK (length(what) BETWEEN 1 AND 2000),
    CONSTRAINT visit_action_answer_length CHECK (length(answer) BETWEEN 1 AND 2000),
    CONSTRAINT visit_action_comment_length CHECK (length(comment) BETWEEN 1 AND 2000)
);

CREATE INDEX visit_action_visit ON visit_action (visit_id, position);
CREATE INDEX visit_action_answered_by ON visit_action (answered_by);
