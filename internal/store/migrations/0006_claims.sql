-- +goose Up
CREATE TABLE claim (
	version INTEGER PRIMARY KEY REFERENCES version (id),
	by_whom TEXT NOT NULL,
	at INTEGER NOT NULL
);

-- +goose Down
DROP TABLE claim;
