-- A row that a server writes to find out whether it can.
create table readiness_check (
  only_row bigint primary key check (only_row = 1),
  checked_at_ms bigint not null
);
