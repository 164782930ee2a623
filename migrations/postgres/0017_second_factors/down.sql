DROP TABLE spent_token;
DROP TABLE sign_in_proof;
DROP TABLE recovery_code;
DROP TABLE second_factor;
