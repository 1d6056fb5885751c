-- What the team says of people, companies and conversations. Who did something is named as the ledger names actors:
-- person, teammate, api_token, automation, import or workspace, and the teammate's number or the token's id.
create table tags (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  name text not null,
  -- in small letters: no two tags of an app differ by case alone
  name_folded text not null,
  created_at bigint not null,
  made_by text not null,
  made_by_id text,
  unique (app_id, name_folded)
);
create table person_tags (
  tag text not null references tags (id) on delete cascade,
  subject text not null references people (id) on delete cascade,
  applied_at bigint not null,
  applied_by text not null,
  applied_by_id text,
  primary key (tag, subject)
);
create table company_tags (
  tag text not null references tags (id) on delete cascade,
  subject text not null references companies (id) on delete cascade,
  applied_at bigint not null,
  applied_by text not null,
  applied_by_id text,
  primary key (tag, subject)
);
create table conversation_tags (
  tag text not null references tags (id) on delete cascade,
  subject bigint not null references conversations (number) on delete cascade,
  applied_at bigint not null,
  applied_by text not null,
  applied_by_id text,
  primary key (tag, subject)
);
create table part_tags (
  tag text not null references tags (id) on delete cascade,
  subject bigint not null references parts (number) on delete cascade,
  applied_at bigint not null,
  applied_by text not null,
  applied_by_id text,
  primary key (tag, subject)
);
create index person_tags_by_subject on person_tags (subject);
create index company_tags_by_subject on company_tags (subject);
create index conversation_tags_by_subject on conversation_tags (subject);
create index part_tags_by_subject on part_tags (subject);

-- Notes of teammates on a person or a company.
create table notes (
  -- ids of later notes are greater
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text references people (id) on delete cascade,
  company_id text references companies (id) on delete cascade,
  -- the teammate's number in the app; none where no teammate signed it
  author bigint,
  body json not null,
  created_at bigint not null,
  check ((person_id is null) <> (company_id is null))
);
create index notes_by_person on notes (person_id, id) where person_id is not null;
create index notes_by_company on notes (company_id, id) where company_id is not null;

-- Named conditions: whom they fit is in the segment.
create table segments (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  name text not null,
  name_folded text not null,
  -- a filter
  conditions json not null,
  created_at bigint not null,
  updated_at bigint not null,
  unique (app_id, name_folded)
);

-- What people may subscribe to, such as a newsletter.
create table subscription_types (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  -- opt_in or opt_out: what holds of a person who has chosen nothing
  consent_type text not null,
  -- draft, live or archived
  state text not null,
  -- a list of email and sms_message
  content_types json not null,
  -- a list of name, description and locale; the first one is the default
  translations json not null,
  created_at bigint not null,
  updated_at bigint not null
);
create index subscription_types_by_app on subscription_types (app_id, created_at, id);
-- What a person has chosen.
create table consents (
  subscription_type text not null references subscription_types (id) on delete cascade,
  person_id text not null references people (id) on delete cascade,
  consented boolean not null,
  chosen_at bigint not null,
  chosen_by text not null,
  chosen_by_id text,
  primary key (person_id, subscription_type)
);
create index consents_by_type on consents (subscription_type);
