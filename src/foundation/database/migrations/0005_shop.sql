-- Bags of 250 g on the shelf; a coffee comes here when the catalogue first lists it, and anew with each batch.
create table stock (
  slug text primary key,
  bags bigint not null check (bags >= 0),
  -- when that batch went into the roaster, in Unix seconds
  batch_at bigint not null
);

-- An account's cart, or a browser's.
create table carts (
  id text primary key,
  account_id text unique references accounts (id) on delete cascade,
  -- SHA-256 of the id in the browser's cookie
  cookie_hash text unique,
  used_at bigint not null,
  check ((account_id is null) <> (cookie_hash is null))
);
-- what lies unused too long is swept
create index carts_by_use on carts (used_at) where cookie_hash is not null;

create table cart_lines (
  cart_id text not null references carts (id) on delete cascade,
  -- what is bought, as a key; its price is always today's
  item text not null,
  quantity bigint not null check (quantity between 1 and 20),
  -- counts up: what was put in first stands first
  number bigint not null,
  primary key (cart_id, item)
);

create table orders (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
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
  unique (account_id, key)
);
create index orders_by_account on orders (account_id, placed_at, id);

create table order_lines (
  order_id text not null references orders (id) on delete cascade,
  number bigint not null,
  item text not null,
  -- what it was called, and cost each, then
  name text not null,
  quantity bigint not null check (quantity >= 1),
  each bigint not null,
  primary key (order_id, number)
);

create table subscriptions (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  order_id text not null references orders (id) on delete cascade,
  item text not null,
  name text not null,
  quantity bigint not null check (quantity >= 1),
  currency text not null check (currency in ('EUR')),
  each bigint not null,
  state text not null check (state in ('active', 'paused', 'stopped')),
  started_at bigint not null
);
create index subscriptions_by_account on subscriptions (account_id, started_at);
