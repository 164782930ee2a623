-- What the public directory is made of, as one number: it rises with each write to it, whoever writes, so that a server
-- knows whether the answers that it kept still hold.

CREATE TABLE directory_version (
    id SMALLINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT directory_version_id_unique PRIMARY KEY (id),
    CONSTRAINT directory_version_one_row CHECK (id = 1)
);

INSERT INTO directory_version (id, version) VALUES (1, 1);

-- SQLite has triggers for one kind of write each.
CREATE TRIGGER organisation_insert_changes_directory AFTER INSERT ON organisation
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER organisation_update_changes_directory AFTER UPDATE ON organisation
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER organisation_delete_changes_directory AFTER DELETE ON organisation
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER habilitation_insert_changes_directory AFTER INSERT ON habilitation
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER habilitation_update_changes_directory AFTER UPDATE ON habilitation
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER habilitation_delete_changes_directory AFTER DELETE ON habilitation
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER suspension_insert_changes_directory AFTER INSERT ON suspension
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER suspension_update_changes_directory AFTER UPDATE ON suspension
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER suspension_delete_changes_directory AFTER DELETE ON suspension
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER departement_insert_changes_directory AFTER INSERT ON departement
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER departement_update_changes_directory AFTER UPDATE ON departement
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
CREATE TRIGGER departement_delete_changes_directory AFTER DELETE ON departement
BEGIN
    UPDATE directory_version SET version = version + 1;
END;
