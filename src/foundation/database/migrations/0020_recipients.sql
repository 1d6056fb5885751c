-- A message to one person names the person's id. Before, it named an id, a user_id or an e-mail, proved or not.
update outbound_messages set recipient = coalesce(
  (select p.id from people p where p.app_id = outbound_messages.app_id and p.id = recipient),
  (select p.id from people p where p.app_id = outbound_messages.app_id and p.user_id = recipient),
  (select m.person_id from merged_people m where m.app_id = outbound_messages.app_id and m.id = recipient),
  (select min(p.id) from people p where p.app_id = outbound_messages.app_id and p.email_proved
     and p.email_folded = lower(recipient) having count(*) = 1),
  recipient)
where recipient <> '';
-- A teammate has to choose the person again where that is nobody's, or several people's.
update outbound_messages set state = 'draft'
where recipient is not null and state = 'live' and delivery = 'manual' and sent_at is null
  and not exists (select 1 from people p where p.id = recipient);
