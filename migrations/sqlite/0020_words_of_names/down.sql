DROP TRIGGER person_word_added;
DROP TRIGGER person_word_changed;
DROP TABLE person_word;
DROP INDEX outbox_person;
