-- The words of people's names, so that a search finds them by how they begin. The base keeps them, whoever writes.
CREATE TABLE person_word (
    word TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    CONSTRAINT person_word_word_person_id_unique PRIMARY KEY (word, person_id),
    CONSTRAINT person_word_person_id_fk FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE
);
CREATE INDEX person_word_person ON person_word (person_id, word);

INSERT INTO person_word (word, person_id)
SELECT DISTINCT word, id FROM person CROSS JOIN unnest(string_to_array(search_key, ' ')) AS word WHERE word <> '';

CREATE FUNCTION person_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM person_word WHERE person_id = NEW.id;
    INSERT INTO person_word (word, person_id)
    SELECT DISTINCT word, NEW.id FROM unnest(string_to_array(NEW.search_key, ' ')) AS word WHERE word <> '';
    RETURN NULL;
END
$$;
CREATE TRIGGER person_word_added AFTER INSERT ON person FOR EACH ROW EXECUTE FUNCTION person_words();
CREATE TRIGGER person_word_changed AFTER UPDATE OF search_key ON person
    FOR EACH ROW WHEN (OLD.search_key <> NEW.search_key) EXECUTE FUNCTION person_words();

-- What waits to be told to a person.
CREATE INDEX outbox_person ON outbox (person_id) WHERE done_at IS NULL;
