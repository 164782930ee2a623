DELETE FROM setting WHERE name = 'attachments_space';
DROP TABLE attachment;
