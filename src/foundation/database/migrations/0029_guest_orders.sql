-- A guest orders without an account: by an e-mail, in a browser that the cart's cookie tells from others.
create table orders_anew (
  id text primary key,
  -- null for a guest's order
  account_id text references accounts (id) on delete cascade,
  -- of a guest alone
  email text,
  -- the hash of the cart's cookie in the browser that lists a guest's order; null once that browser was logged out
  cookie_hash text,
  -- made with the form that placed it: the same key is the same order
  key text not null,
  placed_at bigint not null,
  -- of all amounts, which are in minor units
  currency text not null check (currency in ('EUR')),
  goods bigint not null,
  post bigint not null,
  -- where it goes
  name text not null,
  street text not null,
  extra text not null,
  postcode text not null,
  city text not null,
  country text not null,
  unique (account_id, key),
  unique (cookie_hash, key),
  check ((account_id is null) = (email is not null)),
  check (account_id is null or cookie_hash is null)
);
insert into orders_anew (id, account_id, key, placed_at, currency, goods, post, name, street, extra, postcode, city, country)
  select id, account_id, key, placed_at, currency, goods, post, name, street, extra, postcode, city, country from orders;

-- Both reference orders, so they are made anew with it.
create table order_lines_anew (
  order_id text not null references orders_anew (id) on delete cascade,
  number bigint not null,
  item text not null,
  -- what it was called, and cost each, then
  name text not null,
  quantity bigint not null check (quantity >= 1),
  each bigint not null,
  primary key (order_id, number)
);
insert into order_lines_anew (order_id, number, item, name, quantity, each)
  select order_id, number, item, name, quantity, each from order_lines;
create table subscriptions_anew (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  order_id text not null references orders_anew (id) on delete cascade,
  item text not null,
  name text not null,
  quantity bigint not null check (quantity >= 1),
  currency text not null check (currency in ('EUR')),
  each bigint not null,
  state text not null check (state in ('active', 'paused', 'stopped')),
  started_at bigint not null
);
insert into subscriptions_anew (id, account_id, order_id, item, name, quantity, currency, each, state, started_at)
  select id, account_id, order_id, item, name, quantity, currency, each, state, started_at from subscriptions;

drop table subscriptions;
drop table order_lines;
drop table orders;
alter table orders_anew rename to orders;
alter table order_lines_anew rename to order_lines;
alter table subscriptions_anew rename to subscriptions;
create index orders_by_account on orders (account_id, placed_at, id);
create index orders_of_guests on orders (placed_at) where account_id is null;
create index subscriptions_by_account on subscriptions (account_id, started_at);

-- Where a customer's last order went, until the customer has it forgotten.
create table saved_addresses (
  account_id text primary key references accounts (id) on delete cascade,
  name text not null,
  street text not null,
  extra text not null,
  postcode text not null,
  city text not null,
  country text not null
);
insert into saved_addresses (account_id, name, street, extra, postcode, city, country)
  select account_id, name, street, extra, postcode, city, country from orders o
  where not exists (select 1 from orders later where later.account_id = o.account_id
    and (later.placed_at > o.placed_at or later.placed_at = o.placed_at and later.id > o.id));
