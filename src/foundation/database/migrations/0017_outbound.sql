-- Rises with each change of the messages that are live: each server sees it at its next commit.
alter table event_counter add column live_messages bigint not null default 0;

-- Messages that teammates send to people on a page.
create table outbound_messages (
  -- of the event that made it
  number bigint primary key,
  app_id text not null references workspace_apps (app_id),
  delivery text not null check (delivery in ('auto', 'manual')),
  style text not null check (style in ('chat', 'post', 'notification', 'inbox', 'email')),
  state text not null check (state in ('draft', 'live', 'stopped')),
  -- for teammates
  title text not null,
  -- the teammate's number
  sender bigint not null,
  -- text and button, with variables
  content json not null,
  -- rules of pages: any of them
  pages json not null,
  -- a filter of people
  audience json not null,
  -- the highest goes first
  priority bigint not null,
  -- Unix seconds
  starts_at bigint,
  stops_at bigint,
  created_at bigint not null,
  updated_at bigint not null
);
create index outbound_messages_by_app on outbound_messages (app_id, updated_at);

-- Who got which message: each person once.
create table outbound_receipts (
  message bigint not null references outbound_messages (number) on delete cascade,
  person_id text not null references people (id) on delete cascade,
  -- of the session that shows it; empty where none does
  session text not null,
  -- Unix milliseconds
  at_ms bigint not null,
  seen_at_ms bigint,
  clicked_at_ms bigint,
  dismissed_at_ms bigint,
  -- that the message is, or that the person answered it with
  conversation bigint references conversations (number) on delete set null,
  primary key (message, person_id)
);
create index outbound_receipts_by_person on outbound_receipts (person_id, at_ms);
create index outbound_receipts_by_conversation on outbound_receipts (conversation) where conversation is not null;

-- The message that the session shows.
alter table messenger_sessions add column outbound bigint;

-- The started messages whose page it was, at most 20, as a list of numbers; null where there were none.
alter table impressions add column messages json;
-- Why no message could interrupt that view.
alter table impressions add column hold text check (hold in ('panel', 'typing', 'hidden'));

-- Sessions as Intercom counts them: page views with pauses of less than 30 minutes, from one source.
alter table people add column session_count bigint not null default 0;
alter table people add column viewed_at bigint;
alter table people add column campaign text;
alter table people add column referrer text;
alter table people add column browser text;
alter table people add column language text;
alter table people add column time_zone text;
