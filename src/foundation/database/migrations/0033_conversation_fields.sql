-- What a conversation holds beside its parts.
alter table conversations add column title text;
-- none, low, medium, high or urgent
alter table conversations add column priority text not null default 'none';
-- custom attributes
alter table conversations add column attributes json not null default '{}';
