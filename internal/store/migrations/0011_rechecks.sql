-- +goose Up
CREATE TABLE recheck (
	session INTEGER PRIMARY KEY REFERENCES session (id),
	ground TEXT NOT NULL,
	at INTEGER NOT NULL,
	by_whom TEXT NOT NULL DEFAULT '',
	done INTEGER NOT NULL DEFAULT 0,
	agrees INTEGER NOT NULL DEFAULT 0,
	note TEXT NOT NULL DEFAULT ''
);

-- +goose Down
DROP TABLE recheck;
