-- A caisse reads its sessions in one state, in the order of the list: an index has them in that order, for each order that
-- is offered. With the state alone SQLite read all that are in it, ten thousand for the largest caisse, and sorted them.
-- The last column is there for the count, which is answered from the index.

DROP INDEX session_caisse_state;
CREATE INDEX session_caisse_state_ends ON session (caisse_code, state, ends_sort, id, erase_on);
CREATE INDEX session_caisse_state_updated ON session (caisse_code, state, updated_at, id, erase_on);
