-- Which teammate of the app answers; none where anybody may.
alter table conversations add column teammate_assignee bigint;

-- Parts gain the kind 'assignment', and whom it names. A check cannot be changed in SQLite, so the table is made anew, and
-- the one that refers to it.
create table new_parts (
  number bigint primary key,
  conversation bigint not null references conversations (number) on delete cascade,
  kind text not null check (kind in ('comment', 'note', 'assignment', 'open', 'close', 'snooze')),
  author text not null check (author in ('person', 'teammate', 'bot')),
  teammate bigint,
  -- of an assignment: none where nobody is named
  assigned_to bigint,
  audience text not null check (audience in ('person', 'teammates')),
  body json,
  at_ms bigint not null
);
insert into new_parts (number, conversation, kind, author, teammate, audience, body, at_ms)
  select number, conversation, kind, author, teammate, audience, body, at_ms from parts;
create table new_sends (
  app_id text not null references workspace_apps (app_id),
  author text not null,
  key text not null,
  body_hash text not null,
  part bigint not null references new_parts (number) on delete cascade,
  primary key (app_id, author, key)
);
insert into new_sends (app_id, author, key, body_hash, part) select app_id, author, key, body_hash, part from sends;
drop table sends;
drop table parts;
alter table new_parts rename to parts;
alter table new_sends rename to sends;
create index parts_by_conversation on parts (conversation, number);
create index sends_by_part on sends (part);
