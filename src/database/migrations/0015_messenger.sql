-- How soon a first answer comes, as the app's teammates set it, in seconds; none where it is measured.
alter table workspace_apps add column usual_reply_seconds bigint check (usual_reply_seconds > 0);
create index conversations_by_creation on conversations (app_id, created_at);
