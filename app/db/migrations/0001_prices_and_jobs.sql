-- Prices stand one row a zone and market day: ten years of quarters for 60 zones then take about 106 MB instead of
-- the 1.8 GB of one row a price. Nothing here needs more rights than those of the owner of an empty database.

-- Where prices came from. Days written within the same hour from the same origin share a row.
create table price_batch (
  id integer generated always as identity primary key,
  feed text not null,
  -- What to print beside the prices, licence included.
  label text not null,
  -- True when the numbers are made up, or recorded on another day.
  simulated boolean not null,
  -- ISO 4217 code of the prices.
  currency text not null,
  -- When the days were fetched, to the hour.
  fetched_at timestamptz not null,
  unique (feed, label, simulated, currency, fetched_at)
);

-- Columns of fixed length first: it saves the padding that four bytes a row would cost.
create table price_day (
  -- Market day in the zone's market time zone.
  day date not null,
  batch_id integer not null references price_batch (id),
  resolution_minutes smallint not null check (resolution_minutes in (15, 30, 60)),
  zone text not null,
  -- Currency per MWh, one for each interval from the start of the market day; null where there is none.
  prices real[] not null check (cardinality(prices) between 23 and 100),
  primary key (zone, day)
);

-- The last check of each zone's feeds.
create table feed_check (
  zone text primary key,
  -- Last successful check and the feed that answered; null when there was none yet.
  checked_at timestamptz,
  feed text,
  -- Last failed check and why; kept after a success for whoever looks into it.
  failed_at timestamptz,
  failure text,
  -- Failures since the last success.
  failures integer not null default 0
);

-- Zones that are kept fresh because somebody asked for them.
create table watched_zone (
  zone text primary key,
  requested_at timestamptz not null,
  -- When the days before the first request were loaded; null until then.
  history_loaded_at timestamptz
);

create table job_run (
  id bigint generated always as identity primary key,
  job text not null,
  started_at timestamptz not null default now(),
  ended_at timestamptz,
  outcome text not null check (outcome in ('running', 'ok', 'unchanged', 'partial', 'failed')),
  counts jsonb not null default '{}',
  error text,
  check ((outcome = 'running') = (ended_at is null))
);
create index job_run_by_job on job_run (job, started_at desc);
