-- The custom attributes of people by value, so that a list finds the few who have one without reading everybody. Triggers
-- keep them: during an upgrade, a server of an older build changes people, too, and knows nothing of this table.
create table person_values (
  person_id text not null,
  app_id text not null,
  name text not null,
  -- Each value stands in the column of its type: a text of up to 255 characters, which is as long as one that a filter asks
  -- for, a number, or the Unix seconds of an attribute whose name ends in _at.
  text text,
  number double precision,
  date bigint,
  primary key (person_id, name)
)
--only sqlite
without rowid
--both
;

-- What person_values has, as people have it.
create view stated_values as
  select p.id as person_id, p.app_id, a.key as name,
--only sqlite
    case when a.type = 'text' and length(a.atom) <= 255 then a.atom end as text,
    case when a.type in ('integer', 'real') and substr(a.key, -3) <> '_at' then cast(a.atom as real) end as number,
    -- a whole number beyond 64 bits is read as a float
    case when a.type = 'integer' and typeof(a.atom) = 'integer' and substr(a.key, -3) = '_at' then a.atom end as date
  from people p, json_each(p.attributes) a
  where a.type in ('text', 'integer', 'real')
--only postgres
    case when json_typeof(a.value) = 'string' and length(a.value #>> '{}') <= 255 then a.value #>> '{}' end as text,
    case when json_typeof(a.value) = 'number' and right(a.key, 3) <> '_at' then (a.value #>> '{}')::double precision end
      as number,
    case when json_typeof(a.value) = 'number' and right(a.key, 3) = '_at' and a.value #>> '{}' ~ '^-?[0-9]{1,19}$' then
      case when (a.value #>> '{}')::numeric between -9223372036854775808 and 9223372036854775807
        then (a.value #>> '{}')::bigint end end as date
  from people p, json_each(p.attributes) a
  where json_typeof(a.value) in ('string', 'number')
--both
;

--only sqlite
create trigger person_values_made after insert on people begin
  insert into person_values select * from stated_values where person_id = new.id on conflict do nothing;
end;

create trigger person_values_changed after update of attributes on people when new.attributes is not old.attributes begin
  delete from person_values where person_id = new.id and name in (select name from (
    select name, text, number, date from person_values where person_id = new.id
    except select name, text, number, date from stated_values where person_id = new.id));
  insert into person_values select * from stated_values where person_id = new.id on conflict do nothing;
end;

create trigger person_values_gone after delete on people begin
  delete from person_values where person_id = old.id;
end;
--only postgres
create function keep_person_values() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    delete from person_values where person_id = old.id and name in (select name from (
      select name, text, number, date from person_values where person_id = old.id
      except select name, text, number, date from stated_values where person_id = old.id) gone);
  end if;
  if tg_op <> 'DELETE' then
    insert into person_values select * from stated_values where person_id = new.id on conflict do nothing;
  end if;
  return null;
end $$;

create trigger person_values_stated after insert or delete on people
  for each row execute function keep_person_values();
create trigger person_values_changed after update of attributes on people
  for each row when (old.attributes::text is distinct from new.attributes::text) execute function keep_person_values();
--both

insert into person_values select * from stated_values order by person_id;

create index person_values_by_text on person_values (app_id, name, text, person_id) where text is not null;
create index person_values_by_number on person_values (app_id, name, number, person_id) where number is not null;
create index person_values_by_date on person_values (app_id, name, date, person_id) where date is not null;

-- Of people who are found by something else, such as a tag: which are the app's, and not archived.
create index people_unarchived on people (id, app_id) where archived_at is null;
