-- What people did, as pages told it by `trackEvent`.
create table data_events (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people (id) on delete cascade,
  name text not null,
  -- names and values, within the limits
  metadata json not null,
  created_at bigint not null
);
-- Of one name and person there is one a second.
create unique index data_events_once on data_events (person_id, name, created_at);
create index data_events_by_name on data_events (app_id, name);
create index data_events_by_time on data_events (created_at);

-- The names of an app's events: there may be only so many.
create table data_event_names (
  app_id text not null references workspace_apps (app_id),
  name text not null,
  primary key (app_id, name)
);

-- What a hosted workspace is still to be told by this server.
create table support_outbox (
  id text primary key,
  -- the hosted workspace
  app_id text not null,
  -- of an account that is no more, too: its contact is to be deleted
  account_id text not null,
  -- what they did; none where their contact is to be deleted
  name text,
  metadata json not null,
  -- when it happened
  created_at bigint not null,
  -- Unix milliseconds: not before then; as long as a server has it in hand, the end of that server's turn
  due_at_ms bigint not null,
  attempts bigint not null,
  -- told, and kept for a moment: no other of its name may have its second
  told_at bigint,
  -- given up, and why
  failed_at bigint,
  failure text
);
create index support_outbox_by_due on support_outbox (app_id, due_at_ms) where failed_at is null and told_at is null;
create index support_outbox_by_account on support_outbox (account_id);
