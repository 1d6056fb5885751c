create table teams (
  app_id text not null references workspace_apps (app_id),
  -- counted from one in each app
  number bigint not null,
  name text not null,
  primary key (app_id, number),
  unique (app_id, name)
);
-- A conversation is assigned to a teammate, to a team, or to nobody.
alter table conversations add column team_assignee bigint check (team_assignee is null or teammate_assignee is null);
-- Of an assignment to a team: which.
alter table parts add column assigned_team bigint;
