-- +goose Up
CREATE TABLE enrolment (
	campaign INTEGER NOT NULL REFERENCES campaign (id),
	version INTEGER NOT NULL REFERENCES version (id),
	by_whom TEXT NOT NULL,
	at INTEGER NOT NULL,
	PRIMARY KEY (campaign, version)
);
CREATE INDEX enrolment_of ON enrolment (version);

-- +goose Down
DROP TABLE enrolment;
