-- Identity keys: several an app and platform. The newest signs, any that is not retired verifies.
create table identity_keys (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  platform text not null check (platform in ('web', 'ios', 'android')),
  -- counts from one within app and platform: the highest is the newest
  number bigint not null,
  name text not null,
  -- signs and verifies identity tokens (HS256)
  secret text not null,
  created_at bigint not null,
  retired_at bigint
);
create unique index identity_keys_by_number on identity_keys (app_id, platform, number);
insert into identity_keys (id, app_id, platform, number, name, secret, created_at)
  select app_id, app_id, 'web', 1, 'First key', identity_secret, created_at from workspace_apps;
alter table workspace_apps drop column identity_secret;
alter table workspace_apps add column name text not null default 'Tidewater Coffee';

-- Where identities need not be proved: no row, no exception.
create table unenforced_platforms (
  app_id text not null references workspace_apps (app_id),
  platform text not null check (platform in ('web', 'ios', 'android')),
  since bigint not null,
  primary key (app_id, platform)
);

-- Attributes that a signed token alone may set.
create table protected_attributes (
  app_id text not null references workspace_apps (app_id),
  name text not null,
  primary key (app_id, name)
);

-- People anew, with all that refers to them: a user may be known by an e-mail alone, which the old table's checks
-- forbid, and SQLite can change no check.
create table people_anew (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  kind text not null check (kind in ('visitor', 'user')),
  -- the visitor cookie's value; a user has none: once merged, that id opens nothing
  visitor_id text,
  user_id text,
  email text,
  -- for look-ups
  email_folded text,
  name text,
  -- the user's own created_at, as they state it
  signed_up_at bigint,
  -- whether a token or hash proved the user, the last time they said who they are
  verified boolean not null,
  -- what Intercom defines of people beside name and e-mail: phone, avatar, language, utm_…
  details json not null,
  -- custom attributes
  attributes json not null,
  -- how many impressions there are of this person
  impressions bigint not null,
  created_at bigint not null,
  last_seen_at bigint not null,
  check ((kind = 'visitor') = (visitor_id is not null)),
  check (kind = 'user' or user_id is null),
  check (kind = 'visitor' or user_id is not null or email_folded is not null)
);
insert into people_anew (id, app_id, kind, visitor_id, user_id, email, email_folded, name, signed_up_at, verified,
                         details, attributes, impressions, created_at, last_seen_at)
  select id, app_id, kind, visitor_id, user_id, email, lower(email), name, signed_up_at, kind = 'user',
         '{}', attributes, impressions, created_at, last_seen_at from people;

create table messenger_sessions_anew (
  -- SHA-256 of the credential the widget holds
  id_hash text primary key,
  app_id text not null references workspace_apps (app_id),
  platform text not null check (platform in ('web', 'ios', 'android')),
  person_id text not null references people_anew (id) on delete cascade,
  -- the key that proved the user; none for a visitor, and where nothing was proved
  key_id text,
  -- SHA-256 of the token that opened or last renewed it; none where nothing was proved
  token_hash text,
  -- no later than that token
  expires_at bigint not null,
  -- why it is over before its time
  ended text check (ended in ('key_retired', 'enforced')),
  -- the last impression through this session: its URL, and SHA-256 of call, URL and attributes
  last_url text not null,
  last_ping_hash text not null,
  created_at bigint not null
);
insert into messenger_sessions_anew (id_hash, app_id, platform, person_id, key_id, token_hash, expires_at, last_url,
                                     last_ping_hash, created_at)
  select id_hash, app_id, 'web', person_id, case when token_hash is null then null else app_id end, token_hash,
         expires_at, last_url, last_ping_hash, created_at from messenger_sessions;

create table impressions_anew (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people_anew (id) on delete cascade,
  url text not null,
  title text not null,
  referrer text not null,
  created_at bigint not null
);
insert into impressions_anew (id, app_id, person_id, url, title, referrer, created_at)
  select id, app_id, person_id, url, title, referrer, created_at from impressions;

drop table impressions;
drop table messenger_sessions;
drop table people;
alter table people_anew rename to people;
alter table messenger_sessions_anew rename to messenger_sessions;
alter table impressions_anew rename to impressions;

create unique index people_by_user_id on people (app_id, user_id) where user_id is not null;
create unique index people_by_visitor_id on people (app_id, visitor_id) where visitor_id is not null;
create index people_by_email on people (app_id, email_folded) where email_folded is not null;
create index messenger_sessions_by_person on messenger_sessions (person_id);
create index messenger_sessions_by_key on messenger_sessions (key_id) where key_id is not null;
create index impressions_by_person on impressions (person_id, created_at);
create index impressions_by_time on impressions (created_at);

create table companies (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  -- the id that the app gave it
  company_id text not null,
  name text not null,
  -- plan, monthly_spend, size, website, industry, created_at
  details json not null,
  -- custom attributes
  attributes json not null,
  created_at bigint not null,
  updated_at bigint not null
);
create unique index companies_by_company_id on companies (app_id, company_id);
create table company_members (
  company text not null references companies (id) on delete cascade,
  person_id text not null references people (id) on delete cascade,
  -- the one that the person acts for now
  active boolean not null,
  last_seen_at bigint not null,
  primary key (company, person_id)
);
create index company_members_by_person on company_members (person_id);

-- What happened, in order. The counter's row is taken first and held until the commit, so that numbers appear in
-- order: no reader sees 2 before 1.
create table event_counter (
  id bigint primary key check (id = 1),
  number bigint not null
);
insert into event_counter (id, number) values (1, 0);
create table events (
  number bigint primary key,
  app_id text not null references workspace_apps (app_id),
  -- Unix milliseconds
  at_ms bigint not null,
  ping_id text,
  kind json not null
);
