DROP TABLE register_watch;
