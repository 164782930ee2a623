-- When the directory's version last rose, by the base's own clock: every change counts, also one that takes an
-- organisation out, which no row that is left could tell.

ALTER TABLE directory_version ADD COLUMN changed_at TIMESTAMP NOT NULL DEFAULT '1970-01-01 00:00:00';

CREATE FUNCTION directory_changed_now() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_at := clock_timestamp() AT TIME ZONE 'UTC';
    RETURN NEW;
END;
$$;

CREATE TRIGGER directory_version_tells_when BEFORE UPDATE OF version ON directory_version
    FOR EACH ROW EXECUTE FUNCTION directory_changed_now();

UPDATE directory_version SET version = version + 1;
