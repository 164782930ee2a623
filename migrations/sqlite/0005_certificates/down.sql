DROP TABLE statistic;
DROP TABLE certificate_document;
DROP TABLE certificate;
