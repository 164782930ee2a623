-- The caisse of a session's organisation stands in the session: the lists of a caisse, which has thousands of
-- organisations, are read from an index, in their order. The base itself keeps it right.

ALTER TABLE session ADD COLUMN caisse_code TEXT COLLATE "C";

UPDATE session SET caisse_code = (SELECT o.caisse_code FROM organisation o WHERE o.id = session.organisation_id);

CREATE FUNCTION session_has_caisse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.caisse_code := (SELECT o.caisse_code FROM organisation o WHERE o.id = NEW.organisation_id);
    RETURN NEW;
END;
$$;
CREATE TRIGGER session_has_caisse BEFORE INSERT OR UPDATE ON session
    FOR EACH ROW EXECUTE FUNCTION session_has_caisse();

CREATE FUNCTION organisation_moves_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE session SET caisse_code = NEW.caisse_code WHERE organisation_id = NEW.id;
    RETURN NULL;
END;
$$;
CREATE TRIGGER organisation_moves_sessions AFTER UPDATE OF caisse_code ON organisation
    FOR EACH ROW WHEN (OLD.caisse_code IS DISTINCT FROM NEW.caisse_code) EXECUTE FUNCTION organisation_moves_sessions();

CREATE INDEX session_caisse_ends ON session (caisse_code, ends_sort, id);
CREATE INDEX session_caisse_updated ON session (caisse_code, updated_at, id);
CREATE INDEX session_caisse_state ON session (caisse_code, state, erase_on);
