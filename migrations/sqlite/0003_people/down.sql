DROP TABLE qualification;
DROP TABLE delegation;
DROP TABLE profile;
DROP TABLE person;
