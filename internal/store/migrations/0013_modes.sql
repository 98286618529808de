-- +goose Up
ALTER TABLE scope ADD COLUMN modes TEXT NOT NULL DEFAULT '[]';

-- +goose Down
ALTER TABLE scope DROP COLUMN modes;
