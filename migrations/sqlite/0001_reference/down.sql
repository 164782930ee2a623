DROP TABLE caisse_departement;
DROP TABLE caisse;
DROP TABLE commune;
DROP TABLE departement;
DROP TABLE inrs_certificate_version;
DROP TABLE dispositif_version;
DROP TABLE parameter;
DROP TABLE setting;
