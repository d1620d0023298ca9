-- What is to be run, who runs it, and what came of it. A write of a worker names the epoch that it was given: one that touches no row comes from a worker that has lost the run.
CREATE TABLE runs (
    id              text PRIMARY KEY,
    kind            text NOT NULL,
    pool            text NOT NULL,
    priority        text NOT NULL,
    input           text NOT NULL,
    settings        text NOT NULL,
    state           text NOT NULL DEFAULT 'waiting',
    epoch           bigint NOT NULL DEFAULT 0,
    owner           text,
    starts          integer NOT NULL DEFAULT 0,
    lease_until     timestamptz,
    queued_in       text,
    queued_at       timestamptz,
    submitted_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at      timestamptz,
    ended_at        timestamptz,
    exit_code       integer,
    reason          text,
    progress        text,
    journal_length  bigint NOT NULL DEFAULT 0,
    results         text,
    summary         jsonb
);

CREATE INDEX runs_waiting ON runs (pool, priority, submitted_at, id) WHERE state = 'waiting';
CREATE INDEX runs_running ON runs (lease_until) WHERE state = 'running';
CREATE INDEX runs_ended ON runs (state, ended_at);

-- Parts of a journal that lie in the storage: together the prefix that a successor goes on from.
CREATE TABLE segments (
    run      text NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    begins   bigint NOT NULL,
    ends     bigint NOT NULL,
    epoch    bigint NOT NULL,
    name     text NOT NULL,
    sha256   text NOT NULL,
    PRIMARY KEY (run, begins)
);

-- Writes of workers that had lost their run. None of them changed anything.
CREATE TABLE stale_writes (
    run    text NOT NULL,
    epoch  bigint NOT NULL,
    owner  text NOT NULL,
    what   text NOT NULL,
    at     timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE workers (
    name        text PRIMARY KEY,
    pools       text[] NOT NULL,
    slots       integer NOT NULL,
    cameras     integer NOT NULL,
    version     text NOT NULL,
    started_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    draining    boolean NOT NULL DEFAULT false
);

CREATE TABLE keyframes (
    run       text NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    frame     bigint NOT NULL,
    prompt    text NOT NULL,
    seconds   double precision NOT NULL,
    at        timestamptz,
    latitude  double precision,
    longitude double precision,
    model     text NOT NULL,
    answer    text,
    verdict   text,
    classes   text[] NOT NULL,
    words     tsvector NOT NULL,
    version   text NOT NULL,
    body      jsonb NOT NULL,
    PRIMARY KEY (run, frame, prompt)
);

CREATE INDEX keyframes_words ON keyframes USING gin (words);
CREATE INDEX keyframes_classes ON keyframes USING gin (classes);
CREATE INDEX keyframes_verdict ON keyframes (verdict);
CREATE INDEX keyframes_at ON keyframes (at);
CREATE INDEX keyframes_place ON keyframes USING gist (point(longitude, latitude));
CREATE INDEX keyframes_origin ON keyframes (prompt, model, version);

CREATE TABLE events (
    run       text NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    number    integer NOT NULL,
    kind      text NOT NULL,
    seconds   double precision NOT NULL,
    at        timestamptz,
    latitude  double precision,
    longitude double precision,
    strength  double precision NOT NULL,
    words     tsvector NOT NULL,
    body      jsonb NOT NULL,
    PRIMARY KEY (run, number)
);

CREATE INDEX events_kind ON events (kind, strength);
CREATE INDEX events_at ON events (at);
CREATE INDEX events_place ON events USING gist (point(longitude, latitude));
CREATE INDEX events_words ON events USING gin (words);

-- The shared response cache: by the SHA-256 of what was asked.
CREATE TABLE answers (
    key        bytea PRIMARY KEY,
    answer     bytea NOT NULL,
    stored_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- One row for each service. Null means no limit.
CREATE TABLE limits (
    service              text PRIMARY KEY,
    requests_per_minute  double precision CHECK (requests_per_minute > 0),
    tokens_per_minute    double precision CHECK (tokens_per_minute > 0),
    money                double precision CHECK (money >= 0),
    next_request         timestamptz NOT NULL DEFAULT to_timestamp(0),
    next_token           timestamptz NOT NULL DEFAULT to_timestamp(0),
    requests             bigint NOT NULL DEFAULT 0,
    tokens               bigint NOT NULL DEFAULT 0,
    spent                double precision NOT NULL DEFAULT 0
);

-- What is watched. The entry is that of the list of cameras, with its variables: it holds no secret.
CREATE TABLE cameras (
    name       text PRIMARY KEY,
    entry      text NOT NULL,
    removed    boolean NOT NULL DEFAULT false,
    epoch      bigint NOT NULL DEFAULT 0,
    owner      text,
    run        text,
    state      text NOT NULL DEFAULT 'waiting',
    since      timestamptz NOT NULL DEFAULT clock_timestamp(),
    reason     text,
    queued_in  text,
    queued_at  timestamptz
);
