-- Whether a token, or a hash of the e-mail itself, proved the e-mail: only such a one finds its person for a proved ping.
alter table people add column email_proved boolean not null default false;
update people set email_proved = true where verified and user_id is null;

-- For the least recently used one of a person with too many.
alter table messenger_sessions add column last_seen_at bigint not null default 0;
update messenger_sessions set last_seen_at = created_at;

-- Whether a proved person, or a server, ever used the name: all others share few of them.
alter table data_event_names add column proved boolean not null default false;
-- Of an archived name no event is stored, and it does not count.
alter table data_event_names add column archived_at bigint;
update data_event_names set proved = true where exists
  (select 1 from data_events d join people p on p.id = d.person_id
   where d.app_id = data_event_names.app_id and d.name = data_event_names.name and p.verified);

-- An app's stream reads its own events alone.
create index events_by_app on events (app_id, number);

-- From when on tokens of a user are good: what was signed before opens nothing.
create table identity_not_before (
  app_id text not null references workspace_apps (app_id),
  -- SHA-256 of the user_id: the user may be forgotten
  user_id_hash text not null,
  -- Unix seconds
  not_before bigint not null,
  primary key (app_id, user_id_hash)
);

-- Which secret of the environment is an app's: the one of the server that started last.
create table environment_keys (
  app_id text primary key references workspace_apps (app_id),
  -- rises by one with each start that brings another secret
  generation bigint not null,
  -- of the key; tells nothing of the secret
  key_id text not null
);
