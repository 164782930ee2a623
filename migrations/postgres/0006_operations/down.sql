DROP TABLE scheduled_run;
DROP TABLE idempotency;
DROP TABLE sign_in_attempt;
DROP TABLE refresh_token;
DROP TABLE outbox;
DROP TABLE audit;
DROP FUNCTION audit_is_append_only();
