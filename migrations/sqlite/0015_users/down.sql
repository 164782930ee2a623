DROP TABLE access_review;
DROP TABLE invitation_habilitation;
DROP TABLE invitation;
ALTER TABLE profile DROP COLUMN version;
ALTER TABLE profile DROP COLUMN until_on;
ALTER TABLE profile DROP COLUMN reviewed_on;
ALTER TABLE profile DROP COLUMN suspended_at;
