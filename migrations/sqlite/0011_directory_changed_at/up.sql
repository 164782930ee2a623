-- When the directory's version last rose, by the base's own clock: every change counts, also one that takes an
-- organisation out, which no row that is left could tell.

ALTER TABLE directory_version ADD COLUMN changed_at TIMESTAMP NOT NULL DEFAULT '1970-01-01 00:00:00';

CREATE TRIGGER directory_version_tells_when AFTER UPDATE OF version ON directory_version
BEGIN
    UPDATE directory_version SET changed_at = strftime('%Y-%m-%d %H:%M:%f', 'now');
END;

UPDATE directory_version SET version = version + 1;
