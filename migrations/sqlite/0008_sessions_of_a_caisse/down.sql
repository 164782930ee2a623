DROP INDEX session_caisse_state;
DROP INDEX session_caisse_updated;
DROP INDEX session_caisse_ends;
DROP TRIGGER organisation_moves_sessions;
DROP TRIGGER session_update_has_caisse;
DROP TRIGGER session_insert_has_caisse;
ALTER TABLE session DROP COLUMN caisse_code;
