-- A teammate's second factor: codes of an authenticator app (RFC 6238).
create table second_factors (
  account_id text primary key references accounts (id) on delete cascade,
  -- base32, as the authenticator has it
  secret text not null,
  -- Since when a log-in needs a code: a first code has shown that the authenticator has the secret.
  confirmed_at bigint,
  -- The 30 seconds that the last code was of: none is taken twice.
  last_step bigint not null
);
