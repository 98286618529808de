-- +goose Up
CREATE TABLE waiver (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL REFERENCES version (id),
	rule TEXT NOT NULL,
	scenario TEXT NOT NULL,
	reason TEXT NOT NULL,
	owner TEXT NOT NULL,
	until INTEGER NOT NULL,
	by_whom TEXT NOT NULL,
	at INTEGER NOT NULL,
	ended INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX waiver_of ON waiver (version);

-- +goose Down
DROP TABLE waiver;
