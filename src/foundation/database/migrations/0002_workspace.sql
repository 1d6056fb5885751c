create table workspace_apps (
  app_id text primary key,
  -- signs and verifies identity tokens (HS256)
  identity_secret text not null,
  created_at bigint not null
);

create table people (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  kind text not null check (kind in ('visitor', 'user')),
  -- the visitor cookie's value; a user has none: once merged, that id opens nothing
  visitor_id text,
  user_id text,
  email text,
  name text,
  -- the user's own created_at, as their token states it
  signed_up_at bigint,
  -- custom attributes
  attributes json not null,
  -- how many impressions there are of this person
  impressions bigint not null,
  created_at bigint not null,
  last_seen_at bigint not null,
  check ((kind = 'visitor') = (visitor_id is not null)),
  check ((kind = 'user') = (user_id is not null))
);
create unique index people_by_user_id on people (app_id, user_id) where user_id is not null;
create unique index people_by_visitor_id on people (app_id, visitor_id) where visitor_id is not null;

-- What a boot opens and later bare updates ride on.
create table messenger_sessions (
  -- SHA-256 of the credential the widget holds
  id_hash text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people (id) on delete cascade,
  -- SHA-256 of the token that opened or last renewed it; a visitor's has none
  token_hash text,
  -- no later than that token
  expires_at bigint not null,
  -- the last impression through this session: its URL, and SHA-256 of call, URL and attributes
  last_url text not null,
  last_ping_hash text not null,
  created_at bigint not null
);
create index messenger_sessions_by_person on messenger_sessions (person_id);

create table impressions (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people (id) on delete cascade,
  url text not null,
  title text not null,
  referrer text not null,
  created_at bigint not null
);
create index impressions_by_person on impressions (person_id, created_at);
