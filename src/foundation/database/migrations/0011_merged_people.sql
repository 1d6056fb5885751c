-- Whom a visitor became: what was written down with the visitor's id means the user.
create table merged_people (
  -- the visitor's, whose row is gone
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people (id) on delete cascade,
  -- Unix seconds
  merged_at bigint not null
);
create index merged_people_by_person on merged_people (person_id);
