-- +goose Up
CREATE TABLE token (
	id INTEGER PRIMARY KEY,
	product INTEGER NOT NULL REFERENCES product (id),
	name TEXT NOT NULL,
	hash TEXT NOT NULL UNIQUE,
	by_whom TEXT NOT NULL,
	at INTEGER NOT NULL,
	until INTEGER NOT NULL,
	ended INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX token_of ON token (product);

-- +goose Down
DROP TABLE token;
