-- Identity keys: several an app and platform. The newest signs, any that is not retired verifies.
create table identity_keys (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  platform text not null check (platform in ('web', 'ios', 'android')),
  name text not null,
  -- signs and verifies identity tokens (HS256)
  secret text not null,
  created_at bigint not null,
  retired_at bigint
);
create index identity_keys_by_app on identity_keys (app_id, platform);
insert into identity_keys (id, app_id, platform, name, secret, created_at)
  select app_id, app_id, 'web', 'First key', identity_secret, created_at from workspace_apps;
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

alter table messenger_sessions add column platform text not null default 'web';
-- the key that proved the user; none for a visitor, and where nothing was proved
alter table messenger_sessions add column key_id text;

-- whether a token or hash proved the user, the last time they said who they are
alter table people add column verified boolean not null default true;
alter table people add column email_folded text;
update people set email_folded = lower(email);
create index people_by_email on people (app_id, email_folded) where email_folded is not null;
-- what Intercom defines of people beside name and e-mail: phone, avatar, language, utm_…
alter table people add column details json not null default '{}';

create table companies (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  -- the id that the app gave it
  company_id text not null,
  name text,
  -- plan, monthly_spend, size, website, industry, created_at, and custom attributes
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

create index impressions_by_time on impressions (created_at);

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
