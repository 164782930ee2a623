DROP TRIGGER directory_version_tells_when;
ALTER TABLE directory_version DROP COLUMN changed_at;
