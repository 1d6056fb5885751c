-- Lists of people, companies and conversations: the last seen or changed first, page by page.
create index people_by_seen on people (app_id, last_seen_at, id) where archived_at is null;
create index companies_by_update on companies (app_id, updated_at, id);
create index conversations_by_change on conversations (app_id, updated_at, number);
-- The zones that people state: the days of a message are each person's own.
create index people_by_zone on people (app_id, time_zone) where time_zone is not null;
-- The company that a person acts for.
drop index company_members_by_person;
create index company_members_by_person on company_members (person_id, active, company);
