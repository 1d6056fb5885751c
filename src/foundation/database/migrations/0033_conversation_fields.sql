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
