-- +goose Up
ALTER TABLE session ADD COLUMN digest TEXT NOT NULL DEFAULT '';
ALTER TABLE decision ADD COLUMN until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE decision ADD COLUMN evidence TEXT NOT NULL DEFAULT '';
ALTER TABLE contest ADD COLUMN ruling TEXT NOT NULL DEFAULT '';
CREATE TABLE judgement (
	id INTEGER PRIMARY KEY,
	session INTEGER NOT NULL REFERENCES session (id),
	verdict TEXT NOT NULL,
	digest TEXT NOT NULL,
	at INTEGER NOT NULL
);
CREATE INDEX judgement_of ON judgement (session);
CREATE TABLE statement (
	id INTEGER PRIMARY KEY,
	decision INTEGER NOT NULL REFERENCES decision (id),
	kind TEXT NOT NULL,
	at INTEGER NOT NULL,
	jws TEXT NOT NULL
);
CREATE INDEX statement_of ON statement (decision);
INSERT INTO statement (decision, kind, at, jws) SELECT id, 'decision', signed, statement FROM decision WHERE statement != '' ORDER BY signed, id;
ALTER TABLE decision DROP COLUMN statement;
-- +goose StatementBegin
CREATE TRIGGER judgement_stays BEFORE UPDATE ON judgement BEGIN SELECT RAISE(ABORT, 'a judgement stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER judgement_is_kept BEFORE DELETE ON judgement BEGIN SELECT RAISE(ABORT, 'a judgement stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER statement_stays BEFORE UPDATE ON statement BEGIN SELECT RAISE(ABORT, 'a statement stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER statement_is_kept BEFORE DELETE ON statement BEGIN SELECT RAISE(ABORT, 'a statement stays'); END;
-- +goose StatementEnd

-- +goose Down
ALTER TABLE decision ADD COLUMN statement TEXT NOT NULL DEFAULT '';
UPDATE decision SET statement = coalesce((SELECT jws FROM statement WHERE statement.decision = decision.id AND kind = 'decision'), '');
DROP TABLE statement;
DROP TABLE judgement;
ALTER TABLE contest DROP COLUMN ruling;
ALTER TABLE decision DROP COLUMN evidence;
ALTER TABLE decision DROP COLUMN until;
ALTER TABLE session DROP COLUMN digest;
