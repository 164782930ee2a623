-- What the public directory is made of, as one number: it rises with each write to it, whoever writes, so that a server
-- knows whether the answers that it kept still hold.

CREATE TABLE directory_version (
    id SMALLINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT directory_version_id_unique PRIMARY KEY (id),
    CONSTRAINT directory_version_one_row CHECK (id = 1)
);

INSERT INTO directory_version (id, version) VALUES (1, 1);

CREATE FUNCTION directory_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE directory_version SET version = version + 1;
    RETURN NULL;
END;
$$;

CREATE TRIGGER organisation_changes_directory AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON organisation
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER habilitation_changes_directory AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON habilitation
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER suspension_changes_directory AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON suspension
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER departement_changes_directory AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON departement
    FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
