DROP INDEX session_caisse_state_updated;
DROP INDEX session_caisse_state_ends;
CREATE INDEX session_caisse_state ON session (caisse_code, state, erase_on);
