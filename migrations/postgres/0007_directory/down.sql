DROP TRIGGER departement_changes_directory ON departement;
DROP TRIGGER suspension_changes_directory ON suspension;
DROP TRIGGER habilitation_changes_directory ON habilitation;
DROP TRIGGER organisation_changes_directory ON organisation;
DROP FUNCTION directory_changed();
DROP TABLE directory_version;
