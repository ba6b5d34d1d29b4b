-- The weather of a market day as it was forecast before the day began, for forecasts of prices to learn from. Arrays are of
-- the 24 local hours, means over the places of the zone. As long as members look back.
create table weather_day (
  zone text not null,
  day date not null,
  made_at timestamptz not null default now(),
  -- m/s, 10 m above the ground
  wind real[] not null check (cardinality(wind) = 24),
  -- W/m² on level ground
  radiation real[] not null check (cardinality(radiation) = 24),
  -- °C
  temperature real[] not null check (cardinality(temperature) = 24),
  primary key (zone, day)
);
