-- The caisse of a session's organisation stands in the session: the lists of a caisse, which has thousands of
-- organisations, are read from an index, in their order. The base itself keeps it right.

ALTER TABLE session ADD COLUMN caisse_code TEXT;

UPDATE session SET caisse_code = (SELECT o.caisse_code FROM organisation o WHERE o.id = session.organisation_id);

CREATE TRIGGER session_insert_has_caisse AFTER INSERT ON session
WHEN NEW.caisse_code IS NOT (SELECT o.caisse_code FROM organisation o WHERE o.id = NEW.organisation_id)
BEGIN
    UPDATE session SET caisse_code = (SELECT o.caisse_code FROM organisation o WHERE o.id = NEW.organisation_id)
    WHERE id = NEW.id;
END;
CREATE TRIGGER session_update_has_caisse AFTER UPDATE ON session
WHEN NEW.caisse_code IS NOT (SELECT o.caisse_code FROM organisation o WHERE o.id = NEW.organisation_id)
BEGIN
    UPDATE session SET caisse_code = (SELECT o.caisse_code FROM organisation o WHERE o.id = NEW.organisation_id)
    WHERE id = NEW.id;
END;
CREATE TRIGGER organisation_moves_sessions AFTER UPDATE OF caisse_code ON organisation
WHEN NEW.caisse_code IS NOT OLD.caisse_code
BEGIN
    UPDATE session SET caisse_code = NEW.caisse_code WHERE organisation_id = NEW.id;
END;

CREATE INDEX session_caisse_ends ON session (caisse_code, ends_sort, id);
CREATE INDEX session_caisse_updated ON session (caisse_code, updated_at, id);
CREATE INDEX session_caisse_state ON session (caisse_code, state, erase_on);
