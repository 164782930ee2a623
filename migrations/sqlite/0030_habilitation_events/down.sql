DROP TABLE habilitation_event;
