-- +goose Up
ALTER TABLE session ADD COLUMN outlived INTEGER NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE session DROP COLUMN outlived;
