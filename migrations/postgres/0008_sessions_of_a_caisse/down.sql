DROP INDEX session_caisse_state;
DROP INDEX session_caisse_updated;
DROP INDEX session_caisse_ends;
DROP TRIGGER organisation_moves_sessions ON organisation;
DROP FUNCTION organisation_moves_sessions();
DROP TRIGGER session_has_caisse ON session;
DROP FUNCTION session_has_caisse();
ALTER TABLE session DROP COLUMN caisse_code;
