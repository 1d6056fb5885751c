-- Who answers for an app: an account is a teammate of some apps, and of the others nothing.
create table teammates (
  app_id text not null references workspace_apps (app_id),
  -- counted from one in each app
  number bigint not null,
  account_id text not null,
  name text not null,
  primary key (app_id, number),
  unique (app_id, account_id)
);
-- Until now, each teammate of the server answered for all its apps.
insert into teammates (app_id, number, account_id, name)
  select a.app_id, row_number() over (partition by a.app_id order by t.created_at, t.id), t.id, t.name
  from workspace_apps a cross join accounts t where t.role = 'teammate';

-- Since when a visitor is a lead: their first message. Unix seconds; none for others.
alter table people add column lead_since bigint;

create table conversations (
  -- of the event that began it
  number bigint primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people (id) on delete cascade,
  state text not null check (state in ('open', 'closed', 'snoozed')),
  -- since when the person has waited for an answer
  waiting_since bigint,
  snoozed_until bigint,
  -- how it began: page and title
  source json not null,
  created_at bigint not null,
  updated_at bigint not null,
  person_first_at bigint,
  person_last_at bigint,
  teammate_first_at bigint,
  teammate_last_at bigint,
  -- of its newest part
  last_part bigint not null,
  parts bigint not null,
  -- up to which part each side has read
  person_read_to bigint not null,
  teammates_read_to bigint not null,
  check ((state = 'snoozed') = (snoozed_until is not null))
);
create index conversations_by_person on conversations (person_id, last_part);
create index conversations_by_waiting on conversations (app_id, state, waiting_since, number);
create index conversations_by_snooze on conversations (snoozed_until) where state = 'snoozed';
create index conversations_by_update on conversations (app_id, state, updated_at, number);

-- They only append.
create table parts (
  -- of the event that made it; the first one has its conversation's
  number bigint primary key,
  conversation bigint not null references conversations (number) on delete cascade,
  kind text not null check (kind in ('comment', 'note', 'open', 'close', 'snooze')),
  author text not null check (author in ('person', 'teammate', 'bot')),
  -- which teammate of the app
  teammate bigint,
  -- who reads it: 'person' is both sides
  audience text not null check (audience in ('person', 'teammates')),
  -- none of a part that only changes the state
  body json,
  -- Unix milliseconds
  at_ms bigint not null
);
create index parts_by_conversation on parts (conversation, number);

-- What came with a key of the client's: the same again gets the same answer.
create table sends (
  app_id text not null references workspace_apps (app_id),
  -- the person's id, or the teammate's number
  author text not null,
  key text not null,
  -- SHA-256 of what was sent
  body_hash text not null,
  part bigint not null references parts (number) on delete cascade,
  primary key (app_id, author, key)
);
create index sends_by_part on sends (part);

-- Events of conversations: ids, never text.
alter table events add column person_id text;
alter table events add column conversation bigint;
alter table events add column audience text check (audience in ('person', 'teammates'));
create index events_by_person on events (person_id, number) where person_id is not null;
create index events_by_conversation on events (conversation) where conversation is not null;
