-- Teammates list the conversations that their people wrote in. Their lists and counts are read from these indexes.
drop index conversations_by_waiting;
drop index conversations_by_update;
create index conversations_by_waiting on conversations (app_id, state, waiting_since, number)
  where person_first_at is not null;
create index conversations_by_update on conversations (app_id, state, updated_at, number)
  where person_first_at is not null;
create index conversations_not_closed on conversations (app_id, person_id, number)
  where state <> 'closed' and person_first_at is not null;
create index events_of_conversations on events (app_id, number) where conversation is not null;
