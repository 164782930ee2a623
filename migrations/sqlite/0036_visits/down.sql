DROP TABLE visit_action;
DROP TABLE visit;
