-- The time zone of people who state none: its name in the IANA database.
alter table messenger_settings add column time_zone text not null default 'UTC';
