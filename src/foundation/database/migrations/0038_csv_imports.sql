-- Files of people that a teammate imports.
create table csv_imports (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  -- the number of the teammate who began it, and of the one who undid it; none where it is no teammate of the app
  teammate bigint,
  undone_by bigint,
  file_name text not null,
  -- reading, draft, running, done, undoing or undone
  state text not null,
  -- the names of the file's columns, and where each goes
  columns json not null,
  mapping json not null,
  row_count bigint not null,
  -- rows by what became of each
  made bigint not null default 0,
  changed bigint not null default 0,
  unchanged bigint not null default 0,
  refused bigint not null default 0,
  undone bigint not null default 0,
  created_at bigint not null,
  -- time when the last row was written
  ended_at bigint
);
create index csv_imports_by_app on csv_imports (app_id, created_at, id);
create index csv_imports_by_state on csv_imports (state);

-- The rows of such a file, until they can be undone no more.
create table csv_import_rows (
  import text not null references csv_imports (id) on delete cascade,
  -- the row's number in a spreadsheet: the names of the columns are row 1
  number bigint not null,
  cells json not null,
  -- whom the cells name, so that the rows about a person go with the person
  named_id text,
  named_user_id text,
  named_email text,
  -- made, changed, unchanged, refused, undone or kept; none before the row is written
  outcome text,
  -- the column and the reason of a row that is refused
  problem json,
  -- the person whom the row made, changed or found as it says
  person_id text references people (id) on delete cascade,
  -- what an undo needs to know
  undo json,
  primary key (import, number)
);
create index csv_import_rows_by_outcome on csv_import_rows (import, outcome, number);
create index csv_import_rows_by_person on csv_import_rows (person_id) where person_id is not null;
create index csv_import_rows_by_id on csv_import_rows (named_id) where named_id is not null;
create index csv_import_rows_by_user_id on csv_import_rows (named_user_id) where named_user_id is not null;
create index csv_import_rows_by_email on csv_import_rows (named_email) where named_email is not null;
