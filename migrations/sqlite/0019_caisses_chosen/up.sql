-- H1: the caisses that a person chose. since_on: the day of the choice; of several on one day, the last one stands.
CREATE TABLE caisse_choice (
    person_id TEXT NOT NULL,
    since_on DATE NOT NULL,
    caisse_code TEXT NOT NULL,
    CONSTRAINT caisse_choice_person_id_since_on_unique PRIMARY KEY (person_id, since_on),
    CONSTRAINT caisse_choice_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id),
    CONSTRAINT caisse_choice_caisse_code_fk FOREIGN KEY (caisse_code) REFERENCES caisse (code)
);
