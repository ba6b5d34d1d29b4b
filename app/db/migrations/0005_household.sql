-- What a household plans with: the request that POST /api/v1/plans takes, kept for its account.

create table household (
  account_id uuid primary key references account (id) on delete cascade,
  request jsonb not null,
  updated_at timestamptz not null default now()
);
