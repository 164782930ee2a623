DROP TABLE sign_in;
DROP TABLE account_request;
DROP TABLE one_time_link;
ALTER TABLE person DROP COLUMN closed_at;
ALTER TABLE person DROP COLUMN checked_on;
ALTER TABLE person DROP COLUMN phone;
