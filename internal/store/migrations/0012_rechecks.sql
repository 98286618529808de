-- +goose Up
CREATE TABLE recheck (
	session INTEGER PRIMARY KEY REFERENCES session (id),
	at INTEGER NOT NULL,
	by_whom TEXT NOT NULL DEFAULT '',
	seen INTEGER NOT NULL DEFAULT 0,
	text TEXT NOT NULL DEFAULT ''
);

-- +goose Down
DROP TABLE recheck;
