-- Whether a teammate may export, archive, block and delete people and companies. Until now, every teammate could.
alter table teammates add column manages_people boolean not null default false;
update teammates set manages_people = true where account_id is not null and removed_at is null;
