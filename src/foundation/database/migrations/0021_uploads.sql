-- Files on their way: their bytes count before they are here. A row of over 15 minutes counts no more: its server has stopped.
create table uploads (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people (id) on delete cascade,
  network_hash text,
  -- bytes at most
  size bigint not null,
  started_at bigint not null
);
create index uploads_by_person on uploads (person_id);

-- The network that a file came from, for a day.
alter table attachments add column network_hash text;
create index attachments_by_network on attachments (network_hash, created_at, size) where network_hash is not null;
create index attachments_by_app on attachments (app_id, size);
