DROP TABLE trainee;
DROP TABLE session_formateur;
DROP TABLE session;
