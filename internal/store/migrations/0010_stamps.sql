-- +goose Up
CREATE TABLE stamp (
	statement INTEGER PRIMARY KEY REFERENCES statement (id),
	at INTEGER NOT NULL,
	token TEXT NOT NULL
);
-- +goose StatementBegin
CREATE TRIGGER stamp_stays BEFORE UPDATE ON stamp BEGIN SELECT RAISE(ABORT, 'a time stamp stays'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER stamp_is_kept BEFORE DELETE ON stamp BEGIN SELECT RAISE(ABORT, 'a time stamp stays'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE stamp;
