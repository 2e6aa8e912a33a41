-- What the bridge keeps for itself, in a schema of its own beside the national one.

CREATE SCHEMA IF NOT EXISTS passerelle;

-- What was sent: a line for each row of a national table, with its last revision as it was signed.
CREATE TABLE IF NOT EXISTS passerelle.issued (
    table_name text NOT NULL,
    row_key    text NOT NULL,
    record_id  text NOT NULL UNIQUE,
    rev        integer NOT NULL,
    content    text NOT NULL,                  -- hash of what the row said
    digest     text NOT NULL,                  -- what the next revision names in prev
    envelope   bytea NOT NULL,
    withdrawn  boolean NOT NULL DEFAULT false,
    PRIMARY KEY (table_name, row_key)
);

-- What came: every signed record that opened, byte for byte. Nothing is ever removed here by the bridge.
CREATE TABLE IF NOT EXISTS passerelle.received (
    record_id text NOT NULL,
    rev       integer NOT NULL,
    digest    text NOT NULL,
    type      text NOT NULL,
    refers    text[] NOT NULL,                 -- the records that a link or a notice is about
    envelope  bytea NOT NULL,
    received  timestamptz NOT NULL,
    withheld  integer NOT NULL,                -- how many parts of it this copy lacks
    PRIMARY KEY (record_id, rev, digest)
);

-- Where a record from abroad stands: in a national row, with what the row cannot hold; or here alone, with the reason.
CREATE TABLE IF NOT EXISTS passerelle.standing (
    record_id  text PRIMARY KEY,
    rev        integer NOT NULL,
    digest     text NOT NULL,
    table_name text,
    row_key    text,
    row        jsonb,                          -- the national row as the bridge left it, to notice a clerk's hand
    residue    text,                           -- what the row cannot hold; the record is whole again with it
    losses     jsonb NOT NULL DEFAULT '[]',
    reason     text                            -- why it stands in no national row, or why the row is not as the record has it
);
