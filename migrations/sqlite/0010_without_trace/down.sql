DROP INDEX profile_person_id_unique;
DROP TABLE formateur_known;
