DROP TABLE letter_model;
DROP TABLE decision_letter;
