-- Since when a teammate lets this person write no more.
alter table people add column blocked_at bigint;
