-- What runs by itself, once on however many servers, and what people are told.

-- lease_until: a server runs it until then; where that server dies, another takes it over.
-- failures: runs that have failed since the last that went well.
ALTER TABLE scheduled_run ADD COLUMN lease_until TIMESTAMP;
ALTER TABLE scheduled_run ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;

CREATE TABLE job_run (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP NOT NULL,
    done BIGINT NOT NULL,
    error TEXT,
    CONSTRAINT job_run_id_unique PRIMARY KEY (id)
);
CREATE INDEX job_run_name ON job_run (name, id);
CREATE INDEX job_run_finished ON job_run (finished_at);

-- H5, C5: what was told before an end, so that it is told once. due_on: the day on which it was to be told.
CREATE TABLE alert (
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    due_on DATE NOT NULL,
    raised_at TIMESTAMP NOT NULL,
    CONSTRAINT alert_kind_subject_id_due_on_unique PRIMARY KEY (kind, subject_id, due_on)
);
CREATE INDEX alert_subject ON alert (subject_id);
CREATE INDEX habilitation_ends ON habilitation (valid_until, id);
CREATE INDEX qualification_ends ON qualification (valid_until, id);
-- Those that wait for somebody.
CREATE INDEX session_waits ON session (updated_at, id) WHERE state IN ('submitted', 'returned', 'verified');

-- What the dashboard shows. facts: what its words are made of, never a trainee's name.
CREATE TABLE notification (
    id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    session_id TEXT,
    facts TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    read_at TIMESTAMP,
    CONSTRAINT notification_id_unique PRIMARY KEY (id),
    CONSTRAINT notification_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id)
);
CREATE INDEX notification_person ON notification (person_id, id);
CREATE INDEX notification_unread ON notification (person_id, id) WHERE read_at IS NULL;
CREATE INDEX notification_session ON notification (session_id);
CREATE INDEX notification_created ON notification (created_at);

-- U6: how often a person wants mails; at once where there is no line.
CREATE TABLE mail_preference (
    person_id TEXT NOT NULL,
    actions TEXT NOT NULL,
    alerts TEXT NOT NULL,
    information TEXT NOT NULL,
    CONSTRAINT mail_preference_person_id_unique PRIMARY KEY (person_id),
    CONSTRAINT mail_preference_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT mail_preference_actions_value CHECK (actions IN ('at_once', 'daily', 'weekly', 'never')),
    CONSTRAINT mail_preference_alerts_value CHECK (alerts IN ('at_once', 'daily', 'weekly', 'never')),
    CONSTRAINT mail_preference_information_value CHECK (information IN ('at_once', 'daily', 'weekly', 'never'))
);

-- One mail, of one or several lines of the outbox. content: subject, text and HTML, in the demonstration alone.
CREATE TABLE mail (
    id TEXT NOT NULL,
    person_id TEXT,
    recipient TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    due_at TIMESTAMP NOT NULL,
    done_at TIMESTAMP,
    attempts INTEGER NOT NULL,
    last_error TEXT,
    content TEXT,
    CONSTRAINT mail_id_unique PRIMARY KEY (id),
    CONSTRAINT mail_state_value CHECK (state IN ('waiting', 'sent', 'bounced', 'given_up'))
);
CREATE INDEX mail_due ON mail (due_at, id) WHERE state = 'waiting';
CREATE INDEX mail_state ON mail (state, id);
CREATE INDEX mail_person ON mail (person_id, id);
CREATE INDEX mail_created ON mail (created_at);

-- The outbox is read once: what is to be told becomes a part of a mail, or of none. mail_id: of which.
DROP INDEX outbox_due;
ALTER TABLE outbox DROP COLUMN attempts;
ALTER TABLE outbox DROP COLUMN last_error;
ALTER TABLE outbox RENAME COLUMN sent_at TO done_at;
ALTER TABLE outbox ADD COLUMN mail_id TEXT;
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE done_at IS NULL;
CREATE INDEX outbox_mail ON outbox (mail_id);
CREATE INDEX outbox_created ON outbox (created_at);
