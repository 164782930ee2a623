CREATE INDEX organisation_file_assigned ON organisation_file (assigned_to, state);
