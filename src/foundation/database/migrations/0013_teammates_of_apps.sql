-- An app that the keys page made had no teammates: all of the server could change its keys. They answer for it now.
insert into teammates (app_id, number, account_id, name)
  select a.app_id, row_number() over (partition by a.app_id order by t.created_at, t.id), t.id, t.name
  from workspace_apps a cross join accounts t
  where t.role = 'teammate' and not exists (select 1 from teammates m where m.app_id = a.app_id);
