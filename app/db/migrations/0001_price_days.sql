-- Prices are one row a zone and market day with an array of intervals: ten years of quarter hours for sixty zones
-- fit a free Neon database (one row a price would need sixteen times as much).
create table price_batch (
  id integer generated always as identity primary key,
  feed text not null,
  label text not null,
  simulated boolean not null,
  fetched_at timestamptz not null default now()
);

create table price_day (
  zone text not null,
  day date not null,
  resolution_minutes smallint not null check (resolution_minutes in (15, 30, 60)),
  currency char(3) not null,
  -- Currency per MWh; null where the feed had no value.
  prices real[] not null check (cardinality(prices) between 1 and 100),
  batch_id integer not null references price_batch (id),
  primary key (zone, day)
);

-- Last check of a zone's feed. `checked_at` moves only when a feed answered.
create table feed_check (
  zone text primary key,
  checked_at timestamptz,
  feed text,
  failed_at timestamptz,
  failure text
);

-- Zones that somebody looked at, so that they are kept fresh.
create table watched_zone (
  zone text primary key,
  last_requested_at timestamptz not null default now()
);

create table job_run (
  id bigint generated always as identity primary key,
  job text not null,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  outcome text not null default 'running' check (outcome in ('running', 'ok', 'unchanged', 'partial', 'failed')),
  counts jsonb not null default '{}',
  detail text
);
create index job_run_by_job on job_run (job, started_at desc);
