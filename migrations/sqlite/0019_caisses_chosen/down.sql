DROP TABLE caisse_choice;
