-- +goose Up
CREATE TABLE certificate (
	id INTEGER PRIMARY KEY,
	fingerprint TEXT NOT NULL UNIQUE,
	version INTEGER NOT NULL REFERENCES version (id),
	name TEXT NOT NULL,
	by_whom TEXT NOT NULL,
	at INTEGER NOT NULL,
	until INTEGER NOT NULL,
	ended INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE sitting (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL REFERENCES version (id),
	state TEXT NOT NULL,
	profiles TEXT NOT NULL,
	plan TEXT NOT NULL,
	session INTEGER NOT NULL DEFAULT 0,
	why TEXT NOT NULL DEFAULT '',
	by_whom TEXT NOT NULL,
	role TEXT NOT NULL,
	at INTEGER NOT NULL,
	ended INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX one_sitting ON sitting (version) WHERE state IN ('open', 'stopping');
CREATE INDEX certificate_of ON certificate (version);

-- +goose Down
DROP TABLE sitting;
DROP TABLE certificate;
