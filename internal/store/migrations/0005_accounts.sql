-- +goose Up
ALTER TABLE person ADD COLUMN ended INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE person DROP COLUMN ended;
