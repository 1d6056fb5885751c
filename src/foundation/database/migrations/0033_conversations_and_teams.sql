-- What a conversation holds beside its parts.
alter table conversations add column title text;
-- none, low, medium, high or urgent
alter table conversations add column priority text not null default 'none';
-- custom attributes
alter table conversations add column attributes json not null default '{}';
-- What the person thinks of the answers: when somebody asked them, when they last rated, 1 to 5, and a remark.
alter table conversations add column rating_requested_at bigint;
alter table conversations add column rated_at bigint;
alter table conversations add column rating_score bigint;
alter table conversations add column rating_remark text;
-- the number of the teammate whom the rating is about
alter table conversations add column rated_teammate bigint;

-- A teammate's profile in the app.
alter table teammates add column email text;
update teammates set email = (select a.email from accounts a where a.id = teammates.account_id) where account_id is not null;
-- the https address of a picture
alter table teammates add column avatar text;
-- since when they are away, and whether a new message of its person unassigns a conversation of theirs meanwhile
alter table teammates add column away_since bigint;
alter table teammates add column away_reassigns boolean not null default false;

-- Which teammates belong to which teams, by their numbers in the app.
create table team_members (
  app_id text not null references workspace_apps (app_id),
  team bigint not null,
  teammate bigint not null,
  primary key (app_id, team, teammate)
);

-- The teammate who uploads a file for a conversation of the person; none of a person's own file.
alter table attachments add column teammate bigint;
alter table uploads add column teammate bigint;
