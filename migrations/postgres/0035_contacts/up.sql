-- Whom to call at a caisse; at INRS where caisse_code is none.
CREATE TABLE contact (
    id TEXT COLLATE "C" NOT NULL,
    caisse_code TEXT COLLATE "C",
    name TEXT COLLATE "C" NOT NULL,
    function TEXT COLLATE "C" NOT NULL,
    phone TEXT COLLATE "C" NOT NULL,
    other_phone TEXT COLLATE "C" NOT NULL,
    email TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    postal_code TEXT COLLATE "C" NOT NULL,
    city TEXT COLLATE "C" NOT NULL,
    version BIGINT NOT NULL,
    created_at TIMESTAMP(3) NOT NULL,
    updated_at TIMESTAMP(3) NOT NULL,
    CONSTRAINT contact_id_unique PRIMARY KEY (id),
    CONSTRAINT contact_caisse_code_fk FOREIGN KEY (caisse_code) REFERENCES caisse (code),
    CONSTRAINT contact_name_length CHECK (length(name) BETWEEN 1 AND 120),
    CONSTRAINT contact_function_length CHECK (length(function) <= 120),
    CONSTRAINT contact_address_length CHECK (length(address) <= 200),
    CONSTRAINT contact_city_length CHECK (length(city) <= 120)
);

CREATE INDEX contact_caisse ON contact (caisse_code, id);
