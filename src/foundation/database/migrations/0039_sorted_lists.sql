-- Lists of people by name, e-mail and sign-up, page by page. A text is in order of its code points, with A to Z as a to z.
-- Visitors have no name and no sign-up: to find a new visitor costs nothing more.
create index people_by_name on people (app_id,
--only sqlite
  lower(coalesce(name, email, user_id)),
--only postgres
  lower(coalesce(name, email, user_id) collate "C"),
--both
  id) where archived_at is null
--only sqlite
  and lower(coalesce(name, email, user_id)) is not null;
--only postgres
  and lower(coalesce(name, email, user_id) collate "C") is not null;
--both

create index people_by_address on people (app_id,
--only sqlite
  lower(email), id) where archived_at is null and lower(email) is not null;
--only postgres
  lower(email collate "C"), id) where archived_at is null and lower(email collate "C") is not null;
--both

create index people_by_sign_up on people (app_id, signed_up_at, id)
  where archived_at is null and signed_up_at is not null;

create index people_by_first_visit on people (app_id, first_seen_at, id)
  where archived_at is null and first_seen_at is not null;

-- The notes on all people and companies, the newest first.
create index notes_by_app on notes (app_id, id);
