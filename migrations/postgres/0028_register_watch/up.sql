-- B21: what the public register of companies last said of each organisation. checked_at: when it was last asked. said: its
-- entry as JSON; nothing where it told nothing yet.
CREATE TABLE register_watch (
    organisation_id TEXT COLLATE "C" NOT NULL,
    checked_at TIMESTAMP(3) NOT NULL,
    said TEXT COLLATE "C",
    CONSTRAINT register_watch_organisation_id_unique PRIMARY KEY (organisation_id),
    CONSTRAINT register_watch_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE INDEX register_watch_checked_at ON register_watch (checked_at, organisation_id);
