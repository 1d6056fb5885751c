-- The catalogue of an app's custom attributes.
create table data_attributes (
  app_id text not null references workspace_apps (app_id),
  -- counted from one in each app
  number bigint not null,
  -- what has the attribute: person, company or conversation
  model text not null,
  name text not null,
  -- string, number, boolean, date or list; none until the first value
  data_type text,
  -- of a list: the texts that it offers
  options json not null,
  description text not null default '',
  -- who may write it: a page in clear, a signed token, a program
  browser_writable boolean not null default true,
  token_writable boolean not null default true,
  api_writable boolean not null default true,
  -- whether more than unproved pages ever wrote it
  is_proved boolean not null,
  made_at bigint not null,
  updated_at bigint not null,
  -- since when nobody changes its values
  archived_at bigint,
  primary key (app_id, model, name)
);

-- The attributes that people and companies have, by the type of most of their values: at most 250 of an app, the most used
-- ones. A path in a query takes no quotation mark and backslash, and no bracket at its beginning: an attribute of such a
-- name is learnt from its next value.
insert into data_attributes (app_id, number, model, name, data_type, options, is_proved, made_at, updated_at)
  select app_id, number, model, name, case when substr(name, length(name) - 2) = '_at' then 'date' else data_type end, '[]', true,
         now, now
  from (select app_id, model, name, data_type, now, row_number() over (partition by app_id order by holders desc, model, name) as number
        from (select app_id, model, name, data_type, holders, now,
                     row_number() over (partition by app_id, model, name order by holders desc, data_type) as nth
              from (select app_id, model, name,
                           case substr(written, 1, 1) when '"' then 'string' when 't' then 'boolean' when 'f' then 'boolean'
                             else 'number' end as data_type,
                           count(*) as holders, max(updated_at) as now
                    from (select p.app_id, 'person' as model, e.key as name, cast(p.attributes -> e.key as text) as written, p.updated_at
                          from people p, json_each(p.attributes) e where e.key not like '%"%' and e.key not like '[%'
                          union all
                          select c.app_id, 'company' as model, e.key as name, cast(c.attributes -> e.key as text) as written, c.updated_at
                          from companies c, json_each(c.attributes) e where e.key not like '%"%' and e.key not like '[%') held
                    where substr(written, 1, 1) not in ('n', '[', '{')
                    group by 1, 2, 3, 4) typed) ranked
        where nth = 1) numbered
  where number <= 250;

-- Attributes that a signed token alone may set stand in the catalogue, too.
insert into data_attributes (app_id, number, model, name, options, browser_writable, is_proved, made_at, updated_at)
  select p.app_id,
         coalesce((select max(a.number) from data_attributes a where a.app_id = p.app_id), 0)
           + row_number() over (partition by p.app_id order by p.name),
         'person', p.name, '[]', false, true, 0, 0
  from protected_attributes p where true
  on conflict (app_id, model, name) do update set browser_writable = false;
drop table protected_attributes;
create unique index data_attributes_by_number on data_attributes (app_id, number);
create index data_attributes_protected on data_attributes (app_id) where not browser_writable;
