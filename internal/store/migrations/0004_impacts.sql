-- +goose Up
CREATE TABLE impact (
	id INTEGER PRIMARY KEY,
	title TEXT NOT NULL,
	packs TEXT NOT NULL,
	by_whom TEXT NOT NULL,
	at INTEGER NOT NULL,
	ended INTEGER NOT NULL DEFAULT 0,
	why TEXT NOT NULL DEFAULT ''
);
CREATE TABLE effect (
	impact INTEGER NOT NULL REFERENCES impact (id),
	session INTEGER NOT NULL REFERENCES session (id),
	done INTEGER NOT NULL DEFAULT 0,
	before_it TEXT NOT NULL DEFAULT '',
	after_it TEXT NOT NULL DEFAULT '',
	changes TEXT NOT NULL DEFAULT '[]',
	why TEXT NOT NULL DEFAULT '',
	PRIMARY KEY (impact, session)
);

-- +goose Down
DROP TABLE effect;
DROP TABLE impact;
