-- People anew, with all that refers to them. SQLite can change no check, and the old checks forbid a person whom a teammate
-- or the API makes: such a person has no visitor cookie. Conversations and parts lose the checks of what will grow.
create table people_anew (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  -- visitor, lead or user
  role text not null,
  -- the visitor cookie's value; a user has none: once merged, that id opens nothing
  visitor_id text,
  -- the app's own id of a user
  user_id text,
  email text,
  -- for look-ups
  email_folded text,
  -- whether a token, or a hash of the e-mail itself, proved the e-mail
  email_proved boolean not null default false,
  name text,
  -- the teammate who answers for the person: the number in the app
  owner bigint,
  -- the user's own created_at, as they or the app state it
  signed_up_at bigint,
  -- of a lead: their first message, or when somebody made them
  lead_since bigint,
  -- whether a token or hash proved the user, the last time they said who they are
  verified boolean not null,
  -- what Intercom defines of people beside name and e-mail: phone, avatar, language, utm_…
  details json not null,
  -- custom attributes
  attributes json not null,
  -- how many impressions there are of this person
  impressions bigint not null,
  created_at bigint not null,
  -- none of a person whom no page has seen
  first_seen_at bigint,
  last_seen_at bigint not null,
  -- when the team last wrote to the person, the person last wrote, and last opened a message of the team
  last_contacted_at bigint,
  last_heard_from_at bigint,
  last_opened_at bigint,
  -- sessions as Intercom counts them: page views with pauses of less than 30 minutes, from one source
  session_count bigint not null default 0,
  viewed_at bigint,
  campaign text,
  referrer text,
  browser text,
  language text,
  time_zone text,
  -- since when a teammate lets this person write no more
  blocked_at bigint,
  -- since when the person is out of the team's lists
  archived_at bigint,
  -- of the last change that is in the ledger
  updated_at bigint not null default 0
);
insert into people_anew (id, app_id, role, visitor_id, user_id, email, email_folded, email_proved, name, signed_up_at,
                         lead_since, verified, details, attributes, impressions, created_at, first_seen_at, last_seen_at,
                         last_contacted_at, last_heard_from_at, last_opened_at, session_count, viewed_at, campaign, referrer,
                         browser, language, time_zone, blocked_at, updated_at)
  select p.id, p.app_id, case when p.kind = 'user' then 'user' when p.lead_since is null then 'visitor' else 'lead' end,
         p.visitor_id, p.user_id, p.email, p.email_folded, p.email_proved, p.name, p.signed_up_at, p.lead_since, p.verified,
         p.details, p.attributes, p.impressions, p.created_at, p.created_at, p.last_seen_at,
         (select max(contacted_at) from
            (select c.teammate_last_at as contacted_at from conversations c where c.person_id = p.id
             union all
             select r.at_ms / 1000 as contacted_at from outbound_receipts r where r.person_id = p.id and r.session <> '') contacts),
         (select max(c.person_last_at) from conversations c where c.person_id = p.id),
         (select max(r.read_at_ms) / 1000 from outbound_receipts r where r.person_id = p.id),
         p.session_count, p.viewed_at, p.campaign, p.referrer, p.browser, p.language, p.time_zone, p.blocked_at, p.last_seen_at
  from people p;

create table messenger_sessions_anew (
  -- SHA-256 of the credential the widget holds
  id_hash text primary key,
  app_id text not null references workspace_apps (app_id),
  platform text not null check (platform in ('web', 'ios', 'android')),
  person_id text not null references people_anew (id) on delete cascade,
  -- the key that proved the user; none for a visitor, and where nothing was proved
  key_id text,
  -- SHA-256 of the token that opened or last renewed it; none where nothing was proved
  token_hash text,
  -- no later than that token
  expires_at bigint not null,
  -- why it is over before its time
  ended text check (ended in ('key_retired', 'enforced')),
  -- the last impression through this session: its URL, and SHA-256 of call, URL and attributes
  last_url text not null,
  last_ping_hash text not null,
  created_at bigint not null,
  last_seen_at bigint not null default 0,
  -- the message that the session shows
  outbound bigint
);
insert into messenger_sessions_anew (id_hash, app_id, platform, person_id, key_id, token_hash, expires_at, ended, last_url,
                                     last_ping_hash, created_at, last_seen_at, outbound)
  select id_hash, app_id, platform, person_id, key_id, token_hash, expires_at, ended, last_url, last_ping_hash, created_at,
         last_seen_at, outbound from messenger_sessions;

create table impressions_anew (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people_anew (id) on delete cascade,
  url text not null,
  title text not null,
  referrer text not null,
  created_at bigint not null,
  -- the started messages whose page it was, at most 20, as a list of numbers; null where there were none
  messages json,
  -- why no message could interrupt that view
  hold text check (hold in ('panel', 'typing', 'hidden'))
);
insert into impressions_anew (id, app_id, person_id, url, title, referrer, created_at, messages, hold)
  select id, app_id, person_id, url, title, referrer, created_at, messages, hold from impressions;

create table company_members_anew (
  company text not null references companies (id) on delete cascade,
  person_id text not null references people_anew (id) on delete cascade,
  -- the one that the person acts for now
  active boolean not null,
  last_seen_at bigint not null,
  primary key (company, person_id)
);
insert into company_members_anew (company, person_id, active, last_seen_at)
  select company, person_id, active, last_seen_at from company_members;

create table merged_people_anew (
  -- of the person who was merged, whose row is gone
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people_anew (id) on delete cascade,
  -- Unix seconds
  merged_at bigint not null
);
insert into merged_people_anew (id, app_id, person_id, merged_at)
  select id, app_id, person_id, merged_at from merged_people;

create table data_events_anew (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people_anew (id) on delete cascade,
  name text not null,
  -- names and values, within the limits
  metadata json not null,
  created_at bigint not null
);
insert into data_events_anew (id, app_id, person_id, name, metadata, created_at)
  select id, app_id, person_id, name, metadata, created_at from data_events;

create table conversations_anew (
  -- of the event that began it
  number bigint primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people_anew (id) on delete cascade,
  state text not null check (state in ('open', 'closed', 'snoozed')),
  -- since when the person has waited for an answer
  waiting_since bigint,
  snoozed_until bigint,
  -- how it began: page and title
  source json not null,
  created_at bigint not null,
  updated_at bigint not null,
  person_first_at bigint,
  person_last_at bigint,
  teammate_first_at bigint,
  teammate_last_at bigint,
  -- of its newest part
  last_part bigint not null,
  parts bigint not null,
  -- up to which part each side has read
  person_read_to bigint not null,
  teammates_read_to bigint not null,
  -- the teammate and the team who are to answer
  teammate_assignee bigint,
  team_assignee bigint,
  check ((state = 'snoozed') = (snoozed_until is not null))
);
insert into conversations_anew (number, app_id, person_id, state, waiting_since, snoozed_until, source, created_at, updated_at,
                                person_first_at, person_last_at, teammate_first_at, teammate_last_at, last_part, parts,
                                person_read_to, teammates_read_to, teammate_assignee, team_assignee)
  select number, app_id, person_id, state, waiting_since, snoozed_until, source, created_at, updated_at, person_first_at,
         person_last_at, teammate_first_at, teammate_last_at, last_part, parts, person_read_to, teammates_read_to,
         teammate_assignee, team_assignee from conversations;

-- They only append. No check of a kind: a new kind changes no row.
create table parts_anew (
  -- of the event that made it; the first one has its conversation's
  number bigint primary key,
  conversation bigint not null references conversations_anew (number) on delete cascade,
  kind text not null,
  -- person, teammate or bot
  author text not null,
  -- which teammate of the app
  teammate bigint,
  -- of an assignment: none where nobody is named
  assigned_to bigint,
  -- of an assignment to a team: which
  assigned_team bigint,
  -- who reads it: 'person' is both sides
  audience text not null check (audience in ('person', 'teammates')),
  -- none of a part that only changes the state
  body json,
  -- Unix milliseconds
  at_ms bigint not null
);
insert into parts_anew (number, conversation, kind, author, teammate, assigned_to, assigned_team, audience, body, at_ms)
  select number, conversation, kind, author, teammate, assigned_to, assigned_team, audience, body, at_ms from parts;

create table sends_anew (
  app_id text not null references workspace_apps (app_id),
  -- the person's id, or the teammate's number
  author text not null,
  key text not null,
  -- SHA-256 of what was sent
  body_hash text not null,
  part bigint not null references parts_anew (number) on delete cascade,
  primary key (app_id, author, key)
);
insert into sends_anew (app_id, author, key, body_hash, part) select app_id, author, key, body_hash, part from sends;

create table attachments_anew (
  -- opens nothing by itself, and cannot be guessed
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people_anew (id) on delete cascade,
  -- none until it is sent
  part bigint references parts_anew (number) on delete cascade,
  -- among the files of its message, from nought
  position bigint not null default 0,
  name text not null,
  content_type text not null,
  -- bytes
  size bigint not null,
  -- of a picture, in pixels
  width bigint,
  height bigint,
  created_at bigint not null,
  -- the network that the file came from, for a day
  network_hash text
);
insert into attachments_anew (id, app_id, person_id, part, position, name, content_type, size, width, height, created_at,
                              network_hash)
  select id, app_id, person_id, part, position, name, content_type, size, width, height, created_at, network_hash
  from attachments;

-- Files on their way: their bytes count before they are here. A row of over 15 minutes counts no more: its server has stopped.
create table uploads_anew (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people_anew (id) on delete cascade,
  network_hash text,
  -- bytes at most
  size bigint not null,
  started_at bigint not null
);
insert into uploads_anew (id, app_id, person_id, network_hash, size, started_at)
  select id, app_id, person_id, network_hash, size, started_at from uploads;

-- Who got which message: each person once.
create table outbound_receipts_anew (
  message bigint not null references outbound_messages (number) on delete cascade,
  person_id text not null references people_anew (id) on delete cascade,
  -- of the session that shows it; empty where none does
  session text not null,
  -- Unix milliseconds
  at_ms bigint not null,
  seen_at_ms bigint,
  clicked_at_ms bigint,
  dismissed_at_ms bigint,
  -- that the person answered it with
  conversation bigint references conversations_anew (number) on delete set null,
  -- what the person made of a post
  reaction text check (reaction in ('sad', 'neutral', 'happy')),
  -- the number under which the panel shows the message, and which its conversation will have: of the event that sent it
  number bigint,
  -- the text as the person got it
  body json,
  -- when the person opened the message in the panel
  read_at_ms bigint,
  primary key (message, person_id)
);
insert into outbound_receipts_anew (message, person_id, session, at_ms, seen_at_ms, clicked_at_ms, dismissed_at_ms, conversation,
                                    reaction, number, body, read_at_ms)
  select message, person_id, session, at_ms, seen_at_ms, clicked_at_ms, dismissed_at_ms, conversation, reaction, number, body,
         read_at_ms from outbound_receipts;

-- The ledger: each change of a person, company, conversation or setting, under the next number of all events. It holds ids
-- and the names of fields, never text or values.
create table ledger (
  number bigint primary key,
  app_id text not null references workspace_apps (app_id),
  -- Unix milliseconds
  at_ms bigint not null,
  kind text not null,
  -- who did it: person, teammate, api_token, automation, import or workspace; none of a change from before there was a ledger
  actor text,
  -- the person's id, the teammate's number, the token's id
  actor_id text,
  -- what it is about
  person_id text,
  company_id text,
  conversation bigint,
  -- the id of something else that it is about, such as of the person who was merged
  subject text,
  -- a list of the names of changed fields
  fields json not null
);
insert into ledger (number, app_id, at_ms, kind, actor, actor_id, person_id, conversation, fields)
  select e.number, e.app_id, e.at_ms,
         case when p.kind in ('comment', 'open') and p.author = 'person' then 'conversation_person_replied'
              when p.kind = 'comment' then 'conversation_teammate_replied'
              when p.kind = 'note' then 'conversation_noted'
              when p.kind = 'assignment' then 'conversation_assigned'
              when p.kind = 'open' then 'conversation_opened'
              when p.kind = 'close' then 'conversation_closed'
              when p.kind = 'snooze' then 'conversation_snoozed'
              when e.kind -> 'Message' is not null then 'message_delivered'
              when e.kind -> 'Blocked' is not null then 'person_blocked'
              else 'conversation_read' end,
         case p.author when 'bot' then 'workspace' else p.author end,
         case p.author when 'person' then e.person_id when 'teammate' then cast(p.teammate as text) end,
         e.person_id, e.conversation, '[]'
  from events e left join parts p on p.number = e.number where e.conversation is not null;
delete from events where conversation is not null;
drop index events_by_conversation;
drop index events_of_conversations;
alter table events drop column conversation;
alter table events drop column audience;

drop table outbound_receipts;
drop table uploads;
drop table attachments;
drop table sends;
drop table parts;
drop table conversations;
drop table data_events;
drop table merged_people;
drop table company_members;
drop table impressions;
drop table messenger_sessions;
drop table people;
alter table people_anew rename to people;
alter table messenger_sessions_anew rename to messenger_sessions;
alter table impressions_anew rename to impressions;
alter table company_members_anew rename to company_members;
alter table merged_people_anew rename to merged_people;
alter table data_events_anew rename to data_events;
alter table conversations_anew rename to conversations;
alter table parts_anew rename to parts;
alter table sends_anew rename to sends;
alter table attachments_anew rename to attachments;
alter table uploads_anew rename to uploads;
alter table outbound_receipts_anew rename to outbound_receipts;

create unique index people_by_user_id on people (app_id, user_id) where user_id is not null;
create unique index people_by_visitor_id on people (app_id, visitor_id) where visitor_id is not null;
create index people_by_email on people (app_id, email_folded) where email_folded is not null;
create index people_by_update on people (app_id, updated_at, id);
create index messenger_sessions_by_person on messenger_sessions (person_id);
create index messenger_sessions_by_key on messenger_sessions (key_id) where key_id is not null;
create index impressions_by_person on impressions (person_id, created_at);
create index impressions_by_time on impressions (created_at);
create index company_members_by_person on company_members (person_id);
create index merged_people_by_person on merged_people (person_id);
create unique index data_events_once on data_events (person_id, name, created_at);
create index data_events_by_name on data_events (app_id, name);
create index data_events_by_time on data_events (created_at);
create index conversations_by_person on conversations (person_id, last_part);
create index conversations_by_snooze on conversations (snoozed_until) where state = 'snoozed';
create index conversations_by_creation on conversations (app_id, created_at);
create index conversations_by_waiting on conversations (app_id, state, waiting_since, number)
  where person_first_at is not null;
create index conversations_by_update on conversations (app_id, state, updated_at, number)
  where person_first_at is not null;
create index conversations_not_closed on conversations (app_id, person_id, number)
  where state <> 'closed' and person_first_at is not null;
create index parts_by_conversation on parts (conversation, number);
create index sends_by_part on sends (part);
create index attachments_by_person on attachments (person_id);
create index attachments_by_part on attachments (part) where part is not null;
create index attachments_unsent on attachments (created_at) where part is null;
create index attachments_by_network on attachments (network_hash, created_at, size) where network_hash is not null;
create index attachments_by_app on attachments (app_id, size);
create index uploads_by_person on uploads (person_id);
create index outbound_receipts_by_person on outbound_receipts (person_id, at_ms);
create index outbound_receipts_by_conversation on outbound_receipts (conversation) where conversation is not null;
create unique index outbound_receipts_by_number on outbound_receipts (number) where number is not null;
-- A program that reads the ledger, such as the webhooks of an app: up to which number it has read.
create table ledger_readers (
  app_id text not null references workspace_apps (app_id),
  name text not null,
  position bigint not null,
  primary key (app_id, name)
);
create index ledger_by_time on ledger (at_ms);
create index ledger_by_person on ledger (person_id, number) where person_id is not null;
create index ledger_by_company on ledger (company_id, number) where company_id is not null;
create index ledger_of_conversations on ledger (app_id, number) where conversation is not null;

-- Who made the company: the retention deletes none that a teammate or the API made.
alter table companies add column made_by text not null default 'person';
-- Since when the company is out of the team's lists.
alter table companies add column archived_at bigint;
