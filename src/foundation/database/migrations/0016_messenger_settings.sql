-- What teammates have set of their app's Messenger. Without a row, all is as it is at first.
create table messenger_settings (
  app_id text primary key references workspace_apps (app_id),
  -- seconds; measured where it is null
  usual_reply bigint,
  sound boolean not null,
  cookie_domain text
);
