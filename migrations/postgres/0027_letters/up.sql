-- Letters that tell decisions (D1, D2): the model's text as it was, and what was filled in. A letter is not changed.
CREATE TABLE decision_letter (
    id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    organisation_id TEXT COLLATE "C" NOT NULL,
    habilitation_id TEXT COLLATE "C",
    request_id TEXT COLLATE "C",
    dispositif TEXT COLLATE "C" NOT NULL,
    level SMALLINT NOT NULL,
    decided_on DATE NOT NULL,
    issuer TEXT COLLATE "C" NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    filled_in TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT decision_letter_id_unique PRIMARY KEY (id),
    CONSTRAINT decision_letter_organisation_id_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT decision_letter_habilitation_id_fk FOREIGN KEY (habilitation_id) REFERENCES habilitation (id),
    CONSTRAINT decision_letter_kind_value CHECK (
        kind IN ('grant', 'refusal', 'adjournment', 'suspension', 'lifting', 'withdrawal')
    ),
    CONSTRAINT decision_letter_level_value CHECK (level IN (1, 2))
);

CREATE INDEX decision_letter_organisation ON decision_letter (organisation_id, id);
CREATE INDEX decision_letter_habilitation ON decision_letter (habilitation_id);
CREATE INDEX decision_letter_request ON decision_letter (request_id);

-- Versions of the models of letters that INRS wrote; the last one of a kind, and of a dispositif where it is for one, counts.
CREATE TABLE letter_model (
    id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    dispositif TEXT COLLATE "C",
    body TEXT COLLATE "C" NOT NULL,
    author_id TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    CONSTRAINT letter_model_id_unique PRIMARY KEY (id),
    CONSTRAINT letter_model_author_id_fk FOREIGN KEY (author_id) REFERENCES person (id),
    CONSTRAINT letter_model_kind_value CHECK (
        kind IN ('grant', 'refusal', 'adjournment', 'suspension', 'lifting', 'withdrawal')
    ),
    CONSTRAINT letter_model_body_length CHECK (length(body) BETWEEN 1 AND 10000)
);

CREATE INDEX letter_model_kind ON letter_model (kind, dispositif, id);
