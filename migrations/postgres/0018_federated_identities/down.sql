DROP TABLE federated_identity;
