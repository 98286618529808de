-- +goose Up
CREATE INDEX decision_signed ON decision (signed, id);
CREATE INDEX decision_of ON decision (version);
CREATE INDEX contest_of ON contest (decision);

-- +goose Down
DROP INDEX contest_of;
DROP INDEX decision_of;
DROP INDEX decision_signed;
