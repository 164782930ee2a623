-- H11, C27: what was decided of a habilitation, with its letter. from_on: the first day of its effect; until_on: the last day of
-- a suspension that has one; hearing_until: until when the organisation could give its observations.
CREATE TABLE habilitation_event (
    id TEXT NOT NULL,
    habilitation_id TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    what TEXT NOT NULL,
    from_on DATE,
    until_on DATE,
    hearing_until DATE,
    reason TEXT,
    person_id TEXT,
    letter_id TEXT,
    CONSTRAINT habilitation_event_id_unique PRIMARY KEY (id),
    CONSTRAINT habilitation_event_habilitation_id_fk FOREIGN KEY (habilitation_id) REFERENCES habilitation (id),
    CONSTRAINT habilitation_event_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT habilitation_event_letter_id_fk FOREIGN KEY (letter_id) REFERENCES decision_letter (id),
    CONSTRAINT habilitation_event_what_value CHECK (what IN ('granted', 'suspended', 'lifted', 'withdrawn', 'platform_added')),
    CONSTRAINT habilitation_event_reason_length CHECK (length(reason) BETWEEN 1 AND 2000)
);

CREATE INDEX habilitation_event_habilitation ON habilitation_event (habilitation_id, id);
