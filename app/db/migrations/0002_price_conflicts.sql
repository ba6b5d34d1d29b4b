-- Days of which two feeds gave different prices. A row goes when a later comparison finds them equal.
create table price_conflict (
  zone text not null,
  day date not null,
  -- Whose prices are stored, and who says otherwise.
  feed text not null,
  other_feed text not null,
  -- Intervals compared, how many of them differ, and by how much at most (currency per MWh).
  compared smallint not null,
  differing smallint not null check (differing between 1 and compared),
  largest_difference real not null,
  found_at timestamptz not null default now(),
  primary key (zone, day)
);
