-- Since when they answer no more. Their names stay: what they wrote and did keeps them.
alter table teammates add column removed_at bigint;
alter table teams add column removed_at bigint;
