DROP TABLE platform;
DROP TABLE suspension;
DROP TABLE habilitation;
DROP TABLE organisation;
