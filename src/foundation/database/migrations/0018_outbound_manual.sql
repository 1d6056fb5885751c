-- Of a manual message: when it was sent, in Unix seconds.
alter table outbound_messages add column sent_at bigint;
-- The id of the last person whom sending has looked at; null once it has looked at all.
alter table outbound_messages add column sent_up_to text;
-- To whom alone it goes: an id, a user_id or an e-mail.
alter table outbound_messages add column recipient text;
-- The message of which this one is a test.
alter table outbound_messages add column test_of bigint references outbound_messages (number) on delete cascade;
create index outbound_messages_under_way on outbound_messages (number) where sent_up_to is not null;

-- From now on a receipt without a session is of a person who matches, and has not got the message.
update outbound_receipts set session = 'any' where session = '';
-- What the person made of a post.
alter table outbound_receipts add column reaction text check (reaction in ('sad', 'neutral', 'happy'));

-- Interrupting messages that a person gets in a day at most.
alter table messenger_settings add column messages_per_day bigint not null default 3 check (messages_per_day between 1 and 100);
