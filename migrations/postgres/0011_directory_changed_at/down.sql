DROP TRIGGER directory_version_tells_when ON directory_version;
DROP FUNCTION directory_changed_now();
ALTER TABLE directory_version DROP COLUMN changed_at;
