-- The words of people's names, so that a search finds them by how they begin. The base keeps them, whoever writes.
CREATE TABLE person_word (
    word TEXT NOT NULL,
    person_id TEXT NOT NULL,
    CONSTRAINT person_word_word_person_id_unique PRIMARY KEY (word, person_id),
    CONSTRAINT person_word_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE
);
CREATE INDEX person_word_person ON person_word (person_id, word);

-- A search key has letters, digits and single spaces only: it makes a list of words without anything to escape.
INSERT OR IGNORE INTO person_word (word, person_id)
SELECT value, person.id FROM person JOIN json_each('["' || replace(person.search_key, ' ', '","') || '"]') WHERE value <> '';

CREATE TRIGGER person_word_added AFTER INSERT ON person
BEGIN
    INSERT OR IGNORE INTO person_word (word, person_id)
    SELECT value, NEW.id FROM json_each('["' || replace(NEW.search_key, ' ', '","') || '"]') WHERE value <> '';
END;
CREATE TRIGGER person_word_changed AFTER UPDATE OF search_key ON person WHEN OLD.search_key <> NEW.search_key
BEGIN
    DELETE FROM person_word WHERE person_id = NEW.id;
    INSERT OR IGNORE INTO person_word (word, person_id)
    SELECT value, NEW.id FROM json_each('["' || replace(NEW.search_key, ' ', '","') || '"]') WHERE value <> '';
END;

-- What waits to be told to a person.
CREATE INDEX outbox_person ON outbox (person_id) WHERE done_at IS NULL;
