-- Every kind of event is an object: a statement that looks into kinds fails at a scalar.
update events set kind = '{"Seen":{}}' where conversation is not null and cast(kind as text) = '"Seen"';

-- A teammate whose account is deleted keeps the number: what they did refers to it. Neither database can make a column
-- nullable in one text, so the table is made anew.
create table teammates_anew (
  app_id text not null references workspace_apps (app_id),
  -- counted from one in each app
  number bigint not null,
  -- none once the account is deleted
  account_id text,
  name text,
  primary key (app_id, number),
  unique (app_id, account_id),
  check ((account_id is null) = (name is null))
);
insert into teammates_anew (app_id, number, account_id, name)
  select t.app_id, t.number, a.id, case when a.id is not null then t.name end
  from teammates t left join accounts a on a.id = t.account_id;
drop table teammates;
alter table teammates_anew rename to teammates;
-- Nobody answers what is assigned to somebody who is gone.
update conversations set teammate_assignee = null where teammate_assignee is not null and exists
  (select 1 from teammates t where t.app_id = conversations.app_id and t.number = conversations.teammate_assignee
     and t.account_id is null);

-- Which database this is: the folder of attachments says which one it belongs to.
create table database_id (
  only_row bigint primary key check (only_row = 1),
  id text not null
);
