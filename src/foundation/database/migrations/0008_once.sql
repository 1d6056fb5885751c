-- The forms that ordered an order again: the same form does so once, however often it is sent.
create table ordered_again (
  account_id text not null references accounts (id) on delete cascade,
  -- made with the form
  key text not null,
  at bigint not null,
  primary key (account_id, key)
);

-- That a contact is to be deleted was given up in the past; it never is any more.
update support_outbox set failed_at = null, failure = null where name is null and failed_at is not null;
