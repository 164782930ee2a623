DROP TRIGGER person_word_added ON person;
DROP TRIGGER person_word_changed ON person;
DROP FUNCTION person_words();
DROP TABLE person_word;
DROP INDEX outbox_person;
