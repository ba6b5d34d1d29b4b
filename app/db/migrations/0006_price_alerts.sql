-- What households want to hear of, and each message on its way to them.

create table price_alert (
  id uuid primary key,
  account_id uuid not null references account (id) on delete cascade,
  zone text not null,
  -- As the API takes it.
  rule jsonb not null,
  enabled boolean not null,
  -- Key of the signatures of its webhook.
  webhook_secret text,
  -- Version of the zone's prices whose messages are planned; null when they are to be planned anew.
  planned_with text,
  created_at timestamptz not null default now()
);
create index price_alert_by_account on price_alert (account_id);
create index price_alert_by_zone on price_alert (zone) where enabled;

-- A message by one channel, from when it is known that it will be due. One occasion is told once by each channel.
create table price_alert_delivery (
  id uuid primary key,
  alert_id uuid not null references price_alert (id) on delete cascade,
  occasion text not null,
  channel text not null check (channel in ('email', 'push', 'webhook')),
  message jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'dead')),
  attempts smallint not null default 0,
  -- When it is to be sent next, or when it was tried last.
  due_at timestamptz not null,
  -- Nobody needs to hear it later.
  expires_at timestamptz not null,
  -- Until when the process that sends it has the time to do so.
  claimed_until timestamptz,
  -- Why the last attempt failed.
  error text,
  unique (alert_id, occasion, channel)
);
create index price_alert_delivery_queued on price_alert_delivery (due_at) where state = 'queued';
create index price_alert_delivery_ended on price_alert_delivery (due_at) where state <> 'queued';

-- Browsers that an account's messages are pushed to.
create table push_subscription (
  id uuid primary key,
  account_id uuid not null references account (id) on delete cascade,
  endpoint text not null unique,
  p256dh text not null,
  auth text not null,
  -- What the browser called itself, shortened; shown to its owner.
  client text not null default '',
  created_at timestamptz not null default now()
);
create index push_subscription_by_account on push_subscription (account_id);
