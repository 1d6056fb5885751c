-- Whom the account buys for, if it is a company.
alter table accounts add column company_id text;
alter table accounts add column company_name text;

-- Browser and system, as people call them, at log-in.
alter table sessions add column device text not null default 'Unknown device';

-- Browsers that an account was once logged in from. They try passwords on a count of their own, so that nobody who
-- floods the account locks its owner out. Opens nothing.
create table known_browsers (
  -- SHA-256 of what is in the browser's cookie
  id_hash text not null,
  account_id text not null references accounts (id) on delete cascade,
  last_used_at bigint not null,
  primary key (id_hash, account_id)
);
create index known_browsers_by_account on known_browsers (account_id);
create index known_browsers_by_last_use on known_browsers (last_used_at);

-- How often somebody may try something: no row, no try lately.
create table tries (
  -- SHA-256 of what is tried, and whose tries they are
  key text primary key,
  -- Unix milliseconds until all tries are given back
  spent_until_ms bigint not null
);
create index tries_by_end on tries (spent_until_ms);

-- Accounts that are no more, until no token of theirs lives: so long the workspaces are told to forget the person.
create table deleted_accounts (
  account_id text primary key,
  deleted_at bigint not null
);
