-- +goose Up
CREATE TABLE organisation (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE
);
CREATE TABLE person (
	id INTEGER PRIMARY KEY,
	login TEXT NOT NULL UNIQUE,
	name TEXT NOT NULL,
	role TEXT NOT NULL,
	organisation INTEGER NOT NULL DEFAULT 0,
	secret TEXT NOT NULL
);
CREATE TABLE entry (
	token TEXT PRIMARY KEY,
	person INTEGER NOT NULL REFERENCES person (id),
	until INTEGER NOT NULL
);
CREATE TABLE product (
	id INTEGER PRIMARY KEY,
	organisation INTEGER NOT NULL REFERENCES organisation (id),
	name TEXT NOT NULL,
	UNIQUE (organisation, name)
);
CREATE TABLE version (
	id INTEGER PRIMARY KEY,
	product INTEGER NOT NULL REFERENCES product (id),
	label TEXT NOT NULL,
	build TEXT NOT NULL DEFAULT '',
	UNIQUE (product, label)
);
CREATE TABLE scope (
	version INTEGER PRIMARY KEY REFERENCES version (id),
	profiles TEXT NOT NULL,
	digest TEXT NOT NULL,
	by_whom TEXT NOT NULL,
	at INTEGER NOT NULL
);
CREATE TABLE campaign (
	id INTEGER PRIMARY KEY,
	title TEXT NOT NULL UNIQUE,
	opened INTEGER NOT NULL,
	closed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE session (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL REFERENCES version (id),
	head TEXT NOT NULL,
	state TEXT NOT NULL,
	verdict TEXT NOT NULL DEFAULT '',
	why TEXT NOT NULL DEFAULT '',
	by_whom TEXT NOT NULL,
	at INTEGER NOT NULL,
	judged INTEGER NOT NULL DEFAULT 0,
	UNIQUE (version, head)
);
CREATE TABLE remark (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL REFERENCES version (id),
	requirement TEXT NOT NULL DEFAULT '',
	by_whom TEXT NOT NULL,
	at INTEGER NOT NULL,
	text TEXT NOT NULL
);
CREATE TABLE decision (
	id INTEGER PRIMARY KEY,
	version INTEGER NOT NULL REFERENCES version (id),
	outcome TEXT NOT NULL,
	reason TEXT NOT NULL,
	step TEXT NOT NULL,
	proposer INTEGER NOT NULL REFERENCES person (id),
	proposed INTEGER NOT NULL,
	confirmer INTEGER NOT NULL DEFAULT 0,
	confirmed INTEGER NOT NULL DEFAULT 0,
	signer INTEGER NOT NULL DEFAULT 0,
	signed INTEGER NOT NULL DEFAULT 0,
	statement TEXT NOT NULL DEFAULT '',
	revoker INTEGER NOT NULL DEFAULT 0,
	revoked INTEGER NOT NULL DEFAULT 0,
	why TEXT NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX one_decision ON decision (version) WHERE step IN ('proposed', 'confirmed', 'signed');
CREATE TABLE contest (
	id INTEGER PRIMARY KEY,
	decision INTEGER NOT NULL REFERENCES decision (id),
	by_whom TEXT NOT NULL,
	at INTEGER NOT NULL,
	text TEXT NOT NULL,
	answer TEXT NOT NULL DEFAULT '',
	answerer TEXT NOT NULL DEFAULT '',
	answered INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE act (
	seq INTEGER PRIMARY KEY,
	at INTEGER NOT NULL,
	who TEXT NOT NULL,
	role TEXT NOT NULL,
	what TEXT NOT NULL,
	subject TEXT NOT NULL,
	detail TEXT NOT NULL,
	previous TEXT NOT NULL,
	hash TEXT NOT NULL
);
-- +goose StatementBegin
CREATE TRIGGER act_stays BEFORE UPDATE ON act BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER act_is_kept BEFORE DELETE ON act BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER scope_stays BEFORE UPDATE ON scope BEGIN SELECT RAISE(ABORT, 'a scope stays as it was declared'); END;
-- +goose StatementEnd
CREATE INDEX session_of ON session (version);
CREATE INDEX version_of ON version (product);
CREATE INDEX remark_of ON remark (version);

-- +goose Down
DROP TABLE act;
DROP TABLE contest;
DROP TABLE decision;
DROP TABLE remark;
DROP TABLE session;
DROP TABLE campaign;
DROP TABLE scope;
DROP TABLE version;
DROP TABLE product;
DROP TABLE entry;
DROP TABLE person;
DROP TABLE organisation;
