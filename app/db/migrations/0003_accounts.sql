-- Accounts of households and operators, and what lets somebody act for one. Secrets stand here as hashes only.

create table account (
  id uuid primary key,
  -- Lower case: one address, one account.
  email text not null unique check (email = lower(email)),
  -- Argon2id, with its parameters.
  password_hash text not null,
  role text not null default 'user' check (role in ('user', 'operator', 'admin')),
  -- Access tokens of another epoch are refused: raised when all of an account's sessions must end.
  epoch integer not null default 0,
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);

-- One login on one device. Its refresh tokens are a family: when an old one comes back, the whole session ends.
create table session (
  id uuid primary key,
  account_id uuid not null references account (id) on delete cascade,
  -- What the client called itself, shortened; shown to its owner.
  client text not null default '',
  created_at timestamptz not null default now(),
  used_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index session_by_account on session (account_id);
create index session_by_expiry on session (expires_at);

create table refresh_token (
  -- SHA-256 of the token.
  hash bytea primary key,
  session_id uuid not null references session (id) on delete cascade,
  created_at timestamptz not null default now(),
  -- When it was exchanged for the next one; it must not come back after that.
  used_at timestamptz
);
create index refresh_token_by_session on refresh_token (session_id);

-- What a link in a mail stands for. Used once, then deleted.
create table mail_token (
  -- SHA-256 of the token.
  hash bytea primary key,
  purpose text not null check (purpose in ('register', 'reset-password')),
  email text not null,
  -- Of the account that the confirmation makes; null for a reset.
  password_hash text,
  expires_at timestamptz not null
);
create index mail_token_by_expiry on mail_token (expires_at);

-- Keys of machines that act for an account.
create table api_key (
  id uuid primary key,
  account_id uuid not null references account (id) on delete cascade,
  name text not null,
  -- SHA-256 of the key.
  hash bytea not null unique,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  -- To the hour, so that a busy key does not write with each request.
  used_at timestamptz,
  unique (account_id, name)
);
