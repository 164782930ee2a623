DROP TABLE organisation_detail;
DROP TABLE organisation_file_message;
DROP TABLE organisation_file_event;
DROP TABLE organisation_file;
