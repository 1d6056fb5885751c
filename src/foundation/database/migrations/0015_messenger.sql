-- For how soon a first answer usually comes.
create index conversations_by_creation on conversations (app_id, created_at);

-- Files of people: their bytes are in a folder, under the id.
create table attachments (
  -- opens nothing by itself, and cannot be guessed
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people (id) on delete cascade,
  -- none until it is sent
  part bigint references parts (number) on delete cascade,
  -- among the files of its message, from nought
  position bigint not null default 0,
  name text not null,
  content_type text not null,
  -- bytes
  size bigint not null,
  -- of a picture, in pixels
  width bigint,
  height bigint,
  created_at bigint not null
);
create index attachments_by_person on attachments (person_id);
create index attachments_by_part on attachments (part) where part is not null;
create index attachments_unsent on attachments (created_at) where part is null;
