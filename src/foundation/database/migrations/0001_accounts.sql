create table accounts (
  id text primary key,
  email text not null,
  -- lower case, for look-ups
  email_folded text not null unique,
  name text not null,
  password_hash text not null,
  role text not null check (role in ('customer', 'teammate')),
  -- rises whenever name or e-mail change: the Messenger then asks for a new token
  revision bigint not null default 1,
  created_at bigint not null
);

create table sessions (
  -- SHA-256 of the id in the cookie: a stolen database opens no session
  id_hash text primary key,
  account_id text not null references accounts (id) on delete cascade,
  -- tells one log-in from the next; opens nothing
  key text not null unique,
  created_at bigint not null,
  last_used_at bigint not null
);

create index sessions_by_account on sessions (account_id);
-- what has lain idle too long is swept at log-in
create index sessions_by_last_use on sessions (last_used_at);
