-- A teammate's message is a conversation once its person answers. Until then the receipt stands for it.

-- The number under which the panel shows the message, and which its conversation will have: of the event that sent it.
alter table outbound_receipts add column number bigint;
-- The text as the person got it.
alter table outbound_receipts add column body json;
-- When the person opened the message in the panel, in Unix milliseconds.
alter table outbound_receipts add column read_at_ms bigint;
create unique index outbound_receipts_by_number on outbound_receipts (number) where number is not null;

-- Messages began closed conversations until now. One that nobody wrote to is its receipt's again.
update outbound_receipts set number = conversation,
  body = (select p.body from parts p where p.number = outbound_receipts.conversation),
  read_at_ms = (select case when c.person_read_to >= c.number then outbound_receipts.at_ms end
                from conversations c where c.number = outbound_receipts.conversation)
where conversation is not null and exists
  (select 1 from parts p where p.number = outbound_receipts.conversation and p.author = 'teammate');
update outbound_receipts set conversation = null where exists
  (select 1 from conversations c join parts p on p.number = c.number
   where c.number = outbound_receipts.conversation and c.state = 'closed' and c.person_first_at is null and c.parts = 1
     and p.author = 'teammate');
-- Where no receipt names it, it is the copy of a visitor whose user had got the message before.
delete from events where conversation in
  (select c.number from conversations c join parts p on p.number = c.number
   where c.state = 'closed' and c.person_first_at is null and c.parts = 1 and p.author = 'teammate');
delete from conversations where state = 'closed' and person_first_at is null and parts = 1 and exists
  (select 1 from parts p where p.number = conversations.number and p.author = 'teammate');
