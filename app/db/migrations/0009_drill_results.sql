-- What the drills of recovery measured, the last run of each; for metrics, which alert when a drill fails or nobody drills.
create table drill_result (
  drill text primary key,
  ended_at timestamptz not null default now(),
  passed boolean not null,
  -- Until the service was there again; null for a drill that asks for a refusal.
  rto_seconds real,
  -- Age of the oldest write that was lost.
  rpo_seconds real,
  -- What was seen, and what was not as it should be.
  evidence text not null,
  last_passed_at timestamptz
);
