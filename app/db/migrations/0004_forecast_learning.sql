-- What was forecast, how it turned out, and what was learned from it. Hours are the 24 local ones, prices in the
-- currency of the zone per MWh; on the day the clock goes back the two hours of one name are averaged.

-- A zone's forecast of a day as it was made before the prices were known. Kept 90 days.
create table forecast_day (
  zone text not null,
  day date not null,
  made_at timestamptz not null default now(),
  -- Each member's 24 hours, by name.
  members jsonb not null,
  -- What the weights and the bias that were live made of them.
  price real[] not null check (cardinality(price) = 24),
  -- What came; null until it is observed.
  actual real[] check (cardinality(actual) = 24),
  primary key (zone, day)
);

-- How good a day's forecast was, and what the night made of it. Errors are forecast minus price, per MWh.
create table forecast_accuracy (
  zone text not null,
  day date not null,
  judged_at timestamptz not null default now(),
  -- Mean absolute and mean error of the live forecast.
  mae real not null,
  bias real not null,
  -- Mean absolute errors of the forecast with weights and bias tuned up to the day before, and of the plain mean.
  candidate_mae real not null,
  plain_mae real not null,
  -- Mean absolute error of each member, by name.
  members jsonb not null,
  -- Share of the hours in the band; null while there was none.
  coverage real,
  -- Means of mae, candidate_mae and plain_mae over the trailing 28 days, this one included: what the gate looked at.
  trailing_mae real not null,
  trailing_candidate_mae real not null,
  trailing_plain_mae real not null,
  -- What went live after this day; null when what was live stayed.
  adopted text check (adopted in ('tuned', 'plain-mean')),
  -- Weights by member that are live after this day; none for the plain mean.
  weights jsonb not null,
  primary key (zone, day)
);

-- What a zone has learned up to now.
create table forecast_learning (
  zone text primary key,
  -- Errors of the last weeks, from which weights and bias are tuned.
  state jsonb not null,
  -- Weights by member and bias by hour that forecasts are made with; null for the plain mean.
  live jsonb,
  updated_at timestamptz not null default now()
);
