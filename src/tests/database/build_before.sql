-- A database that the build before this one has filled (migration 30): a lead with a file, an owner and a conversation that a
-- teammate answered and has to answer, a blocked customer with a company into whom a visitor was merged, an archived visitor, a
-- protected attribute, a cart and an order, live messages. Its keys and passwords are of this test alone. To fill another: run
-- that build with DEMO_ACCOUNTS=1 and DEMO_MESSAGES=1, do by HTTP or in a browser what the test looks for, stop it, and write
-- `.dump` here.
BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO "_sqlx_migrations" VALUES(1,'accounts','2026-11-30 06:48:13',1,X'939CC07DD0D0518A00172817484CC9D2CB12D04CA94F6760D245B8FAEE737B47DEF86A6EC53FC7933FB327C89476E0E9',619875);
INSERT INTO "_sqlx_migrations" VALUES(2,'workspace','2026-11-30 06:48:13',1,X'C6797AFDAD2F5B954B8796ECDEBEA01B2A523F7DEEDCA41AF1189E0440A68A8BE159B33A2AC44BB06CFEEA20AE325848',738622);
INSERT INTO "_sqlx_migrations" VALUES(3,'workspace storage','2026-11-30 06:48:13',1,X'442C3BE87DC65513C59BAA4F1CB4FB7CFCA5471F84015897FEEAEC225D50E2F409348F941563876305D87C8AD53AD33D',2808381);
INSERT INTO "_sqlx_migrations" VALUES(4,'accounts','2026-11-30 06:48:13',1,X'2253E3B3416F0EC7F36913AF9787A88AF9D6A52C4E45DE91FD6F826B06F9B5E59158C47170F0C355EC9327FD1633867C',1116897);
INSERT INTO "_sqlx_migrations" VALUES(5,'shop','2026-11-30 06:48:13',1,X'B8BFD840E8E88A6E8E15E1C87735A506DB64AF5E5B1F3BD128199FABF2B4609531CB7F5E97F665138BFF323696DFE277',910899);
INSERT INTO "_sqlx_migrations" VALUES(6,'support','2026-11-30 06:48:13',1,X'2F0D4E0115E2BEB0AB6F3879D6046988BB4656E474B5B302194E3DADDD28BF50AD7D6F4D8EDFEA70E21A5722B2353752',816478);
INSERT INTO "_sqlx_migrations" VALUES(7,'workspace','2026-11-30 06:48:13',1,X'90C1A2BC4D44AB3DC9D838B6B1D845B4CB4338C2D7EB9190736DA6398F29B107E9A8B9DB4F8627C103914B2D01704543',6302845);
INSERT INTO "_sqlx_migrations" VALUES(8,'once','2026-11-30 06:48:13',1,X'A17A2530BE43711ECC4CFDF49F8A2C496829ABEC2D229CDF640965080898E74C64A2FBAD705BA87E5D642F2239F12F7B',410833);
INSERT INTO "_sqlx_migrations" VALUES(9,'environment keys','2026-11-30 06:48:13',1,X'2B522F4B93B64FFF0DED30A737BE0D37B80409C5A261F3D579A9AD1251FF5E7C81057F67185DE5885AA873CEF0C94336',1135364);
INSERT INTO "_sqlx_migrations" VALUES(10,'conversations','2026-11-30 06:48:13',1,X'60D4D3B63CAD9962F288262AC2FDF9EEDD492B489DEBDFAAD075EDE0D5BF97B8738E33B949516FB6E5C80649609271FC',8751399);
INSERT INTO "_sqlx_migrations" VALUES(11,'merged people','2026-11-30 06:48:13',1,X'14568DB49E88572D60A80CF6E02EEB939FC85B6C02116F968288F45953116C1F7BC383F1015EB8355CF74847A4CEFAA4',3928122);
INSERT INTO "_sqlx_migrations" VALUES(12,'assignment','2026-11-30 06:48:13',1,X'DBAA6A7DD53F642C413DC13D732CE8992C07F194B50D18B6E4E2EF3BC9FCDCCC598F07A3B052598FF314E36984F58238',7979658);
INSERT INTO "_sqlx_migrations" VALUES(13,'teammates of apps','2026-11-30 06:48:13',1,X'F3C0E606939E64B830E1A6BE039B53E98A428DAEAA0863AD44EE67A772F253E2790F5E571D6A193384177FBD37772DE2',3612191);
INSERT INTO "_sqlx_migrations" VALUES(14,'teams','2026-11-30 06:48:13',1,X'AD383CFC277C6FD6B5636E14982671DB1EA113B6D8D97248DD8269DC5240B40534DC3887ACC59B4BF8E90B4991191D60',3077162);
INSERT INTO "_sqlx_migrations" VALUES(15,'messenger','2026-11-30 06:48:13',1,X'0C260A48AA5622553DADD5060FD1C8C29C72632B06DA22490D3D4D31A6D0747C7C5C5A6A012B289D3168152148026E4A',3975352);
INSERT INTO "_sqlx_migrations" VALUES(16,'messenger settings','2026-11-30 06:48:13',1,X'9630D9AD82719B5BF5AB1FD5972DC8FC27D61B992CA3F0734543B6E8B61A8AFC279E0697B343A54E4DB462EE7FB6A951',597421);
INSERT INTO "_sqlx_migrations" VALUES(17,'outbound','2026-11-30 06:48:13',1,X'0EB2B1A2F3F7147F6A330F63CFE97363F4C2777F7880316E00BC6F82FB368EF044FD313DC92878F8E3B26EA57116C41A',4336691);
INSERT INTO "_sqlx_migrations" VALUES(18,'outbound manual','2026-11-30 06:48:13',1,X'5A4443DBB9960AC79F65F3FC3F8254DF4D20429064A1A3487CF121A3DBB0FF3E26C12A115B9168BE9252230801CFF644',2327834);
INSERT INTO "_sqlx_migrations" VALUES(19,'forgetting','2026-11-30 06:48:13',1,X'DFB82016F3CC6EF0BA352F5609EB4EF7C7EF216F780E29D61581DB72A6478FDD875A38C38895AB4F08BEB603C02086F3',4791179);
INSERT INTO "_sqlx_migrations" VALUES(20,'recipients','2026-11-30 06:48:13',1,X'DCBBF16EFC4D87CCEEABAD6D6D9B9E0F540326184BBF4A0925C475BA1B3E5FC703B3183B2656C2F093D008A812C61027',353868);
INSERT INTO "_sqlx_migrations" VALUES(21,'uploads','2026-11-30 06:48:13',1,X'28D3C18E8546BACA64B82AA99AB94F352E5F8E390982993275610CAAEECEB6849926BB60446198DDA0E5DD9476366D30',811150);
INSERT INTO "_sqlx_migrations" VALUES(22,'blocking','2026-11-30 06:48:13',1,X'DE1E54C494325D5FCFA587E2D2DBBC63B9892034272CB84D90159EAC1A2FC9DF722CFD7845CDB7E485B9B551FDE378AE',651422);
INSERT INTO "_sqlx_migrations" VALUES(23,'removed teammates','2026-11-30 06:48:13',1,X'90AD74A6F9771E0D68282DDC2C1437DB35AFD297E89FDA23C68077744EE033427AF541D8366D9F11CA5A0B1CD693603C',922387);
INSERT INTO "_sqlx_migrations" VALUES(24,'second factors','2026-11-30 06:48:13',1,X'0F3FB4DF1CEC271E4C1ABDCED79AC4785B1CC63708FC5744AEE822769961D6779D364613B70598E6B60B21E0E0835F5C',372556);
INSERT INTO "_sqlx_migrations" VALUES(25,'readiness','2026-11-30 06:48:13',1,X'9DA42B4EEFD0C461962C5B6465D8A637DE6C2D2A44E330CA283AB0B7241FACBCBA04CC259DD27976680CF8D5B64475A1',332406);
INSERT INTO "_sqlx_migrations" VALUES(26,'unanswered messages','2026-11-30 06:48:13',1,X'542ACC78DBD2FC0AD68E98E44DDB580ADCDBA979A10BA72ECAD9A8D21801D156EB1E63B94562D0F7B415D861EDD21CC1',1531686);
INSERT INTO "_sqlx_migrations" VALUES(27,'time zone','2026-11-30 06:48:13',1,X'9207D4B4B80750FE3E2384CBA627C21771007AF443F628A33DAE3773442C6D0AD011C923EAB90EF0A65133826F7DEDBA',662489);
INSERT INTO "_sqlx_migrations" VALUES(28,'listed conversations','2026-11-30 06:48:13',1,X'E0296A27D3D2827F5A5497D6E5FDB0386151306DD6BDE27DC6D23A222AA5587EBC03841E0160B628B1DAEE7D6CC925C3',459376);
INSERT INTO "_sqlx_migrations" VALUES(29,'guest orders','2026-11-30 06:48:13',1,X'CD93267D9FF51B49CA61A0E72FE6D035D0AD69837B59A0CF5041E5B7219C45A389C7D25CCB0423144E94E9D4F105AB63',4339236);
INSERT INTO "_sqlx_migrations" VALUES(30,'people and ledger','2026-11-30 06:48:13',1,X'F51BF627610D8B3BEA2C856BA2AB899DD8F9924D02037FD1F54CC66133C4E2813859500284133774FFB02E382420193C',17803458);
CREATE TABLE accounts (
  id text primary key,
  email text not null,
  -- lower case, for look-ups
  email_folded text not null unique,
  name text not null,
  password_hash text not null,
  role text not null check (role in ('customer', 'teammate')),
  -- rises whenever name or e-mail change: the Messenger then asks for a new token
  revision bigint not null default 1,
  created_at bigint not null
, company_id text, company_name text);
INSERT INTO "accounts" VALUES('demo-customer','customer@example.com','customer@example.com','Marit Solheim','$argon2id$v=19$m=7168,t=1,p=1$+WjflaWaNWNqJ5O+4u4yzg$0S7MDiF/x7jFVPwN3FX69Yel/lQP+uBBTD7ScYGZNIs','customer',1,1796021293,NULL,NULL);
INSERT INTO "accounts" VALUES('demo-second','second@example.com','second@example.com','Tomas Lindqvist','$argon2id$v=19$m=7168,t=1,p=1$1TR63RsbWVtbUjYtt7kiNA$L9ywjR2In7yvW8Q9bURPEow9uETI2v8f1ja0m5OgY2M','customer',1,1796021293,NULL,NULL);
INSERT INTO "accounts" VALUES('demo-teammate','teammate@example.com','teammate@example.com','Ines Aalto','$argon2id$v=19$m=7168,t=1,p=1$qcSpXBEw7L6SyitBd0AO+Q$LN1uQn4khYglx2YSLETUFfz1OVhAftCVM1onaVZj3cU','teammate',1,1796021293,NULL,NULL);
CREATE TABLE "attachments" (
  -- opens nothing by itself, and cannot be guessed
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references "people" (id) on delete cascade,
  -- none until it is sent
  part bigint references "parts" (number) on delete cascade,
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
INSERT INTO "attachments" VALUES('XpKxpFmTvsA4LaAdxRLI6kX9u2zU4KBTOS049VQV8uk','kt43uqv5','ezjqn7kai4zndhrkenysfztw',17,0,'bags.txt','text/plain',8,NULL,NULL,1796021293,'IUH8a6hteWR1s0a1kl6AcwnXGMpbSQlEfUmvlXrxZK4');
CREATE TABLE cart_lines (
  cart_id text not null references carts (id) on delete cascade,
  -- what is bought, as a key; its price is always today's
  item text not null,
  quantity bigint not null check (quantity between 1 and 20),
  -- counts up: what was put in first stands first
  number bigint not null,
  primary key (cart_id, item)
);
INSERT INTO "cart_lines" VALUES('spVDI8leUvfCCra8oK1OPg','kelp-forest.250g.whole-bean.once',1,1);
CREATE TABLE carts (
  id text primary key,
  account_id text unique references accounts (id) on delete cascade,
  -- SHA-256 of the id in the browser's cookie
  cookie_hash text unique,
  used_at bigint not null,
  check ((account_id is null) <> (cookie_hash is null))
);
INSERT INTO "carts" VALUES('spVDI8leUvfCCra8oK1OPg','demo-customer',NULL,1796021293);
CREATE TABLE companies (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  -- the id that the app gave it
  company_id text not null,
  name text not null,
  -- plan, monthly_spend, size, website, industry, created_at
  details json not null,
  -- custom attributes
  attributes json not null,
  created_at bigint not null,
  updated_at bigint not null
, made_by text not null default 'person', archived_at bigint);
INSERT INTO "companies" VALUES('tsas64ssyihw388zmfrjfsnu','kt43uqv5','c_1','Fjordlight','{"monthly_spend":40,"plan":"Cove"}','{}',1796021293,1796021293,'person',NULL);
CREATE TABLE "company_members" (
  company text not null references companies (id) on delete cascade,
  person_id text not null references "people" (id) on delete cascade,
  -- the one that the person acts for now
  active boolean not null,
  last_seen_at bigint not null,
  primary key (company, person_id)
);
INSERT INTO "company_members" VALUES('tsas64ssyihw388zmfrjfsnu','t5us2yghv6cvfcdd7r3zrauk',1,1796021293);
CREATE TABLE "conversations" (
  -- of the event that began it
  number bigint primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references "people" (id) on delete cascade,
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
INSERT INTO "conversations" VALUES(17,'kt43uqv5','ezjqn7kai4zndhrkenysfztw','open',NULL,NULL,'{"url":"https://shop.example/coffees","title":"Coffees","delivered_as":"customer_initiated"}',1796021293,1796021293,1796021293,1796021293,1796021293,1796021293,21,4,17,21,1,NULL);
INSERT INTO "conversations" VALUES(29,'kt43uqv5','t5us2yghv6cvfcdd7r3zrauk','closed',NULL,NULL,'{"url":"https://shop.example/coffees","title":"Coffees","delivered_as":"customer_initiated"}',1796021293,1796021293,1796021293,1796021293,NULL,NULL,31,2,29,31,NULL,NULL);
CREATE TABLE data_event_names (
  app_id text not null references workspace_apps (app_id),
  name text not null, proved boolean not null default false, archived_at bigint,
  primary key (app_id, name)
);
INSERT INTO "data_event_names" VALUES('kt43uqv5','added-to-cart',1,NULL);
CREATE TABLE "data_events" (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references "people" (id) on delete cascade,
  name text not null,
  -- names and values, within the limits
  metadata json not null,
  created_at bigint not null
);
INSERT INTO "data_events" VALUES('4NavSzcB9b8zxFqMeKGoLPYzgo1Amt89Sbv9Z41-z2o','kt43uqv5','t5us2yghv6cvfcdd7r3zrauk','added-to-cart','{"coffee":"kelp-forest"}',1796021293);
CREATE TABLE database_id (
  only_row bigint primary key check (only_row = 1),
  id text not null
);
INSERT INTO "database_id" VALUES(1,'p9ibdcsv7668hrnvuirk3rpn');
CREATE TABLE deleted_accounts (
  account_id text primary key,
  deleted_at bigint not null
);
CREATE TABLE environment_keys (
  app_id text primary key references workspace_apps (app_id),
  -- rises by one with each start that brings another secret
  key_id text not null
);
CREATE TABLE event_counter (
  id bigint primary key check (id = 1),
  number bigint not null
, live_messages bigint not null default 0);
INSERT INTO "event_counter" VALUES(1,45,3);
CREATE TABLE events (
  number bigint primary key,
  app_id text not null references workspace_apps (app_id),
  -- Unix milliseconds
  at_ms bigint not null,
  ping_id text,
  kind json not null
, person_id text);
INSERT INTO "events" VALUES(15,'kt43uqv5',1796021293479,'p','{"PingAccepted":{"call":"boot","url":"https://shop.example/coffees","title":"T","person":{"name":"Heather Petrel","user_id":null,"verified":false},"impression":1,"merged_from":null,"attributes":2,"refused_attributes":[],"more_refused":0,"company":null,"checks":[],"warnings":[],"client":["Session 1","Firefox","en","Europe/Oslo"]}}','ezjqn7kai4zndhrkenysfztw');
INSERT INTO "events" VALUES(16,'kt43uqv5',1796021293484,'p','{"MessagesConsidered":{"messages":[{"title":"The Guji boat is in","verdict":"another_person"}]}}','ezjqn7kai4zndhrkenysfztw');
INSERT INTO "events" VALUES(25,'kt43uqv5',1796021293508,'p','{"PingAccepted":{"call":"boot","url":"https://shop.example/plans","title":"T","person":{"name":"Marit Solheim","user_id":"demo-customer","verified":true},"impression":1,"merged_from":null,"attributes":6,"refused_attributes":[],"more_refused":0,"company":"Fjordlight","checks":[{"passed":true,"text":"The token says HS256."},{"passed":true,"text":"Signed with the web key “First key”."},{"passed":true,"text":"Valid for 2 h more."},{"passed":true,"text":"The user_id is a string."},{"passed":true,"text":"No user_id or email in clear says otherwise."}],"warnings":[],"client":["Session 1","Firefox","en","Europe/Oslo"]}}','t5us2yghv6cvfcdd7r3zrauk');
INSERT INTO "events" VALUES(26,'kt43uqv5',1796021293511,'p','{"MessagesConsidered":{"messages":[{"title":"Plan doubts on /plans","verdict":"another_person"}]}}','t5us2yghv6cvfcdd7r3zrauk');
INSERT INTO "events" VALUES(27,'kt43uqv5',1796021293514,'p','{"PingAccepted":{"call":"update","url":"https://shop.example/cart","title":"T","person":{"name":"Marit Solheim","user_id":"demo-customer","verified":true},"impression":2,"merged_from":null,"attributes":0,"refused_attributes":[],"more_refused":0,"company":null,"checks":[],"warnings":[],"client":["Session 1","Firefox","en","Europe/Oslo"]}}','t5us2yghv6cvfcdd7r3zrauk');
INSERT INTO "events" VALUES(28,'kt43uqv5',1796021293516,'e','{"EventTracked":{"name":"added-to-cart","metadata":[["coffee","kelp-forest"]],"person":{"name":"Marit Solheim","user_id":"demo-customer","verified":true},"refused_metadata":[],"more_refused":0,"duplicate":false}}','t5us2yghv6cvfcdd7r3zrauk');
INSERT INTO "events" VALUES(33,'kt43uqv5',1796021293526,'p','{"PingAccepted":{"call":"boot","url":"https://shop.example/brewing","title":"T","person":{"name":"Chalk Auk","user_id":null,"verified":false},"impression":1,"merged_from":null,"attributes":2,"refused_attributes":[],"more_refused":0,"company":null,"checks":[],"warnings":[],"client":["Session 1","Firefox","en","Europe/Oslo"]}}','t5us2yghv6cvfcdd7r3zrauk');
INSERT INTO "events" VALUES(35,'kt43uqv5',1796021293528,'p','{"MessagesConsidered":{"messages":[{"title":"Grinding for visitors","verdict":"shows"}]}}','t5us2yghv6cvfcdd7r3zrauk');
INSERT INTO "events" VALUES(37,'kt43uqv5',1796021293532,'p','{"PingAccepted":{"call":"boot","url":"https://shop.example/brewing","title":"T","person":{"name":"Umber Coot","user_id":null,"verified":false},"impression":1,"merged_from":null,"attributes":1,"refused_attributes":[],"more_refused":0,"company":null,"checks":[],"warnings":[],"client":["Session 1","Firefox","en","Europe/Oslo"]}}','wnmqwvxdbq6fnwjxtnc7vnys');
INSERT INTO "events" VALUES(39,'kt43uqv5',1796021293534,'p','{"MessagesConsidered":{"messages":[{"title":"Grinding for visitors","verdict":"shows"}]}}','wnmqwvxdbq6fnwjxtnc7vnys');
INSERT INTO "events" VALUES(45,'kt43uqv5',1796021293548,NULL,'{"IdentitySettingsChanged":{"what":"Ines Aalto protected the attribute “plan”."}}',NULL);
CREATE TABLE identity_keys (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  platform text not null check (platform in ('web', 'ios', 'android')),
  -- counts from one within app and platform: the highest is the newest
  number bigint not null,
  name text not null,
  -- signs and verifies identity tokens (HS256)
  secret text not null,
  created_at bigint not null,
  retired_at bigint
);
INSERT INTO "identity_keys" VALUES('kt43uqv5','kt43uqv5','web',1,'First key','jpxkdN9_5JYmSOkBbV4U34MxE3I5U8V8DgTn7Ipq8WE',1796021293,NULL);
CREATE TABLE identity_not_before (
  app_id text not null references workspace_apps (app_id),
  -- SHA-256 of the user_id: the user may be forgotten
  user_id_hash text not null,
  -- Unix seconds
  not_before bigint not null,
  primary key (app_id, user_id_hash)
);
CREATE TABLE "impressions" (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references "people" (id) on delete cascade,
  url text not null,
  title text not null,
  referrer text not null,
  created_at bigint not null,
  -- the started messages whose page it was, at most 20, as a list of numbers; null where there were none
  messages json,
  -- why no message could interrupt that view
  hold text check (hold in ('panel', 'typing', 'hidden'))
);
INSERT INTO "impressions" VALUES('3napme6f9smq2m4gduw5cjbp','kt43uqv5','ezjqn7kai4zndhrkenysfztw','https://shop.example/coffees','T','',1796021293,'[6]',NULL);
INSERT INTO "impressions" VALUES('3napme6g6by22jy979sttc69','kt43uqv5','t5us2yghv6cvfcdd7r3zrauk','https://shop.example/plans','T','',1796021293,'[2]',NULL);
INSERT INTO "impressions" VALUES('3napme6gccdjipdkirvybsju','kt43uqv5','t5us2yghv6cvfcdd7r3zrauk','https://shop.example/cart','T','',1796021293,NULL,NULL);
INSERT INTO "impressions" VALUES('3napme6gqxf2cnc5dn28vuws','kt43uqv5','t5us2yghv6cvfcdd7r3zrauk','https://shop.example/brewing','T','',1796021293,'[10]',NULL);
INSERT INTO "impressions" VALUES('3napme6gwwg3a9qihsujyggh','kt43uqv5','wnmqwvxdbq6fnwjxtnc7vnys','https://shop.example/brewing','T','',1796021293,'[10]',NULL);
CREATE TABLE known_browsers (
  -- SHA-256 of what is in the browser's cookie
  id_hash text not null,
  account_id text not null references accounts (id) on delete cascade,
  last_used_at bigint not null,
  primary key (id_hash, account_id)
);
INSERT INTO "known_browsers" VALUES('6WN6u-vQLur56F7NRtdVb0FHHZ0Z8NyCqz0qe-PMkHQ','demo-teammate',1796021293);
INSERT INTO "known_browsers" VALUES('Wzdge7fogedduq2L4oW-wy7pblfZLq8yHXT2bWSVNVo','demo-customer',1796021293);
CREATE TABLE ledger (
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
INSERT INTO "ledger" VALUES(1,'kt43uqv5',1796021293399,'teammate_added','workspace',NULL,NULL,NULL,NULL,'1','[]');
INSERT INTO "ledger" VALUES(2,'kt43uqv5',1796021293402,'message_saved','workspace',NULL,NULL,NULL,NULL,'2','[]');
INSERT INTO "ledger" VALUES(4,'kt43uqv5',1796021293404,'message_started','workspace',NULL,NULL,NULL,NULL,'2','[]');
INSERT INTO "ledger" VALUES(6,'kt43uqv5',1796021293406,'message_saved','workspace',NULL,NULL,NULL,NULL,'6','[]');
INSERT INTO "ledger" VALUES(8,'kt43uqv5',1796021293407,'message_started','workspace',NULL,NULL,NULL,NULL,'6','[]');
INSERT INTO "ledger" VALUES(10,'kt43uqv5',1796021293408,'message_saved','workspace',NULL,NULL,NULL,NULL,'10','[]');
INSERT INTO "ledger" VALUES(12,'kt43uqv5',1796021293409,'message_started','workspace',NULL,NULL,NULL,NULL,'10','[]');
INSERT INTO "ledger" VALUES(14,'kt43uqv5',1796021293479,'person_created','person','ezjqn7kai4zndhrkenysfztw','ezjqn7kai4zndhrkenysfztw',NULL,NULL,NULL,'[]');
INSERT INTO "ledger" VALUES(17,'kt43uqv5',1796021293492,'conversation_person_replied','person','ezjqn7kai4zndhrkenysfztw','ezjqn7kai4zndhrkenysfztw',NULL,17,NULL,'[]');
INSERT INTO "ledger" VALUES(18,'kt43uqv5',1796021293492,'person_changed','person','ezjqn7kai4zndhrkenysfztw','ezjqn7kai4zndhrkenysfztw',NULL,NULL,NULL,'["role"]');
INSERT INTO "ledger" VALUES(19,'kt43uqv5',1796021293497,'conversation_teammate_replied','teammate','1','ezjqn7kai4zndhrkenysfztw',NULL,17,NULL,'[]');
INSERT INTO "ledger" VALUES(20,'kt43uqv5',1796021293500,'conversation_noted','teammate','1','ezjqn7kai4zndhrkenysfztw',NULL,17,NULL,'[]');
INSERT INTO "ledger" VALUES(21,'kt43uqv5',1796021293503,'conversation_assigned','teammate','1','ezjqn7kai4zndhrkenysfztw',NULL,17,NULL,'[]');
INSERT INTO "ledger" VALUES(22,'kt43uqv5',1796021293508,'person_created','person','t5us2yghv6cvfcdd7r3zrauk','t5us2yghv6cvfcdd7r3zrauk',NULL,NULL,NULL,'[]');
INSERT INTO "ledger" VALUES(23,'kt43uqv5',1796021293508,'company_created','person','t5us2yghv6cvfcdd7r3zrauk','t5us2yghv6cvfcdd7r3zrauk','tsas64ssyihw388zmfrjfsnu',NULL,NULL,'[]');
INSERT INTO "ledger" VALUES(24,'kt43uqv5',1796021293508,'company_person_attached','person','t5us2yghv6cvfcdd7r3zrauk','t5us2yghv6cvfcdd7r3zrauk','tsas64ssyihw388zmfrjfsnu',NULL,NULL,'[]');
INSERT INTO "ledger" VALUES(29,'kt43uqv5',1796021293519,'conversation_person_replied','person','t5us2yghv6cvfcdd7r3zrauk','t5us2yghv6cvfcdd7r3zrauk',NULL,29,NULL,'[]');
INSERT INTO "ledger" VALUES(30,'kt43uqv5',1796021293522,'person_blocked','teammate','1','t5us2yghv6cvfcdd7r3zrauk',NULL,29,NULL,'[]');
INSERT INTO "ledger" VALUES(31,'kt43uqv5',1796021293523,'conversation_closed','teammate','1','t5us2yghv6cvfcdd7r3zrauk',NULL,29,NULL,'[]');
INSERT INTO "ledger" VALUES(32,'kt43uqv5',1796021293526,'person_created','person','t5us2yghv6cvfcdd7r3zrauk','t5us2yghv6cvfcdd7r3zrauk',NULL,NULL,NULL,'[]');
INSERT INTO "ledger" VALUES(34,'kt43uqv5',1796021293528,'message_delivered','workspace',NULL,'t5us2yghv6cvfcdd7r3zrauk',NULL,34,'10','[]');
INSERT INTO "ledger" VALUES(36,'kt43uqv5',1796021293532,'person_created','person','wnmqwvxdbq6fnwjxtnc7vnys','wnmqwvxdbq6fnwjxtnc7vnys',NULL,NULL,NULL,'[]');
INSERT INTO "ledger" VALUES(38,'kt43uqv5',1796021293534,'message_delivered','workspace',NULL,'wnmqwvxdbq6fnwjxtnc7vnys',NULL,38,'10','[]');
INSERT INTO "ledger" VALUES(40,'kt43uqv5',1796021293537,'person_merged','teammate','1','t5us2yghv6cvfcdd7r3zrauk',NULL,NULL,'zeubygv9hk5qdwewxay53h2j','[]');
INSERT INTO "ledger" VALUES(41,'kt43uqv5',1796021293537,'person_changed','teammate','1','t5us2yghv6cvfcdd7r3zrauk',NULL,NULL,NULL,'["custom_attributes.cups","custom_attributes.plan"]');
INSERT INTO "ledger" VALUES(42,'kt43uqv5',1796021293544,'person_archived','teammate','1','wnmqwvxdbq6fnwjxtnc7vnys',NULL,NULL,NULL,'[]');
INSERT INTO "ledger" VALUES(43,'kt43uqv5',1796021293546,'person_changed','teammate','1','ezjqn7kai4zndhrkenysfztw',NULL,NULL,NULL,'["owner"]');
INSERT INTO "ledger" VALUES(44,'kt43uqv5',1796021293548,'attribute_protected','teammate','1',NULL,NULL,NULL,'plan','[]');
CREATE TABLE ledger_readers (
  app_id text not null references workspace_apps (app_id),
  name text not null,
  position bigint not null,
  primary key (app_id, name)
);
CREATE TABLE "merged_people" (
  -- of the person who was merged, whose row is gone
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references "people" (id) on delete cascade,
  -- Unix seconds
  merged_at bigint not null
);
INSERT INTO "merged_people" VALUES('zeubygv9hk5qdwewxay53h2j','kt43uqv5','t5us2yghv6cvfcdd7r3zrauk',1796021293);
CREATE TABLE "messenger_sessions" (
  -- SHA-256 of the credential the widget holds
  id_hash text primary key,
  app_id text not null references workspace_apps (app_id),
  platform text not null check (platform in ('web', 'ios', 'android')),
  person_id text not null references "people" (id) on delete cascade,
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
INSERT INTO "messenger_sessions" VALUES('tpwShV9jUPzCOsSyMM_rK49-NOju46p__FD5s0o2a1g','kt43uqv5','web','ezjqn7kai4zndhrkenysfztw',NULL,NULL,1819694893,NULL,'https://shop.example/coffees','-uDb53VY8fFTkFmPkS7rn4-39ZG2vfZhVP0JRF1AT1M',1796021293,1796021293,NULL);
INSERT INTO "messenger_sessions" VALUES('1YhBG2kYcEzrwx1HqbzbhGTfQX-GgEP2lYIhvVeNVEM','kt43uqv5','web','t5us2yghv6cvfcdd7r3zrauk','kt43uqv5','EQjrNHlP3x2jAw6mFCOAxwH7I6PUGQ4yTq36CvTa5BA',1796028493,NULL,'https://shop.example/cart','KKonbK3UPRUGohjb4zs5MaEzrAFjyRhkYMwKE0sq-7w',1796021293,1796021293,NULL);
INSERT INTO "messenger_sessions" VALUES('YvljUIAZXq0w8RuXmsPl5KklVYPxJYxXk2BdBCi-cB4','kt43uqv5','web','wnmqwvxdbq6fnwjxtnc7vnys',NULL,NULL,1819694893,NULL,'https://shop.example/brewing','UoESXWTmHwKzEZs1wyy0V1nHnijois2E7KwRtBknuyE',1796021293,1796021293,10);
CREATE TABLE messenger_settings (
  app_id text primary key references workspace_apps (app_id),
  -- seconds; measured where it is null
  usual_reply bigint,
  sound boolean not null,
  cookie_domain text
, messages_per_day bigint not null default 3 check (messages_per_day between 1 and 100), time_zone text not null default 'UTC');
CREATE TABLE "order_lines" (
  order_id text not null references "orders" (id) on delete cascade,
  number bigint not null,
  item text not null,
  -- what it was called, and cost each, then
  name text not null,
  quantity bigint not null check (quantity >= 1),
  each bigint not null,
  primary key (order_id, number)
);
INSERT INTO "order_lines" VALUES('nb9aq8u4hb',1,'kelp-forest.250g.whole-bean.once','Kelp Forest',1,1500);
CREATE TABLE ordered_again (
  account_id text not null references accounts (id) on delete cascade,
  -- made with the form
  key text not null,
  at bigint not null,
  primary key (account_id, key)
);
CREATE TABLE "orders" (
  id text primary key,
  -- null for a guest's order
  account_id text references accounts (id) on delete cascade,
  -- of a guest alone
  email text,
  -- the hash of the cart's cookie in the browser that lists a guest's order; null once that browser was logged out
  cookie_hash text,
  -- made with the form that placed it: the same key is the same order
  key text not null,
  placed_at bigint not null,
  -- of all amounts, which are in minor units
  currency text not null check (currency in ('EUR')),
  goods bigint not null,
  post bigint not null,
  -- where it goes
  name text not null,
  street text not null,
  extra text not null,
  postcode text not null,
  city text not null,
  country text not null,
  unique (account_id, key),
  unique (cookie_hash, key),
  check ((account_id is null) = (email is not null)),
  check (account_id is null or cookie_hash is null)
);
INSERT INTO "orders" VALUES('nb9aq8u4hb','demo-customer',NULL,NULL,'WdOidAEZYYvsgJ08f_iQVQ',1796021293,'EUR',1500,490,'Marit','Kaigaten 7','','5003','Bergen','NO');
CREATE TABLE outbound_messages (
  -- of the event that made it
  number bigint primary key,
  app_id text not null references workspace_apps (app_id),
  delivery text not null check (delivery in ('auto', 'manual')),
  style text not null check (style in ('chat', 'post', 'notification', 'inbox', 'email')),
  state text not null check (state in ('draft', 'live', 'stopped')),
  -- for teammates
  title text not null,
  -- the teammate's number
  sender bigint not null,
  -- text and button, with variables
  content json not null,
  -- rules of pages: any of them
  pages json not null,
  -- a filter of people
  audience json not null,
  -- the highest goes first
  priority bigint not null,
  -- Unix seconds
  starts_at bigint,
  stops_at bigint,
  created_at bigint not null,
  updated_at bigint not null
, sent_at bigint, sent_up_to text, recipient text, test_of bigint references outbound_messages (number) on delete cascade);
INSERT INTO "outbound_messages" VALUES(2,'kt43uqv5','auto','chat','live','Plan doubts on /plans',1,'{"text":"Hello {{ first_name | fallback:\"there\" }}, shall we help you choose?"}','[{"part":"path","operator":"matches","value":"/plans*"}]','{"all":[{"field":"kind","operator":"is","value":"user"},{"custom":"cart_value_cents","operator":"greater","type":"number","value":4000}],"version":1}',0,NULL,NULL,1796021293,1796021293,NULL,NULL,NULL,NULL);
INSERT INTO "outbound_messages" VALUES(6,'kt43uqv5','auto','post','live','The Guji boat is in',1,'{"text":"## The Guji boat is in\n\nHello {{ first_name | fallback:\"there\" }}. The new crop landed on Monday: First Tide is back, brighter than last year.","button":{"label":"See First Tide","link":"/coffees/first-tide"}}','[{"part":"path","operator":"matches","value":"/coffees"}]','{"all":[{"field":"kind","operator":"is","value":"user"}],"version":1}',0,NULL,NULL,1796021293,1796021293,NULL,NULL,NULL,NULL);
INSERT INTO "outbound_messages" VALUES(10,'kt43uqv5','auto','notification','live','Grinding for visitors',1,'{"text":"**New to grinding?** The guide says how fine, pot by pot.","button":{"label":"Read the guide","link":"/brewing/pour-over"}}','[{"part":"path","operator":"matches","value":"/brewing"}]','{"all":[],"version":1}',0,NULL,NULL,1796021293,1796021293,NULL,NULL,NULL,NULL);
CREATE TABLE "outbound_receipts" (
  message bigint not null references outbound_messages (number) on delete cascade,
  person_id text not null references "people" (id) on delete cascade,
  -- of the session that shows it; empty where none does
  session text not null,
  -- Unix milliseconds
  at_ms bigint not null,
  seen_at_ms bigint,
  clicked_at_ms bigint,
  dismissed_at_ms bigint,
  -- that the person answered it with
  conversation bigint references "conversations" (number) on delete set null,
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
INSERT INTO "outbound_receipts" VALUES(10,'t5us2yghv6cvfcdd7r3zrauk','kA36PlXxYRWrsi5W0GOC2ZdreU0pmvtq2VJUA_C0YJ0',1796021293528,NULL,NULL,NULL,NULL,NULL,34,'{"text":"New to grinding? The guide says how fine, pot by pot.","formatted":{"source":"<p><strong>New to grinding?</strong> The guide says how fine, pot by pot.</p>\n","html":"<p><strong>New to grinding?</strong> The guide says how fine, pot by pot.</p>\n","version":2}}',NULL);
INSERT INTO "outbound_receipts" VALUES(10,'wnmqwvxdbq6fnwjxtnc7vnys','YvljUIAZXq0w8RuXmsPl5KklVYPxJYxXk2BdBCi-cB4',1796021293534,NULL,NULL,NULL,NULL,NULL,38,'{"text":"New to grinding? The guide says how fine, pot by pot.","formatted":{"source":"<p><strong>New to grinding?</strong> The guide says how fine, pot by pot.</p>\n","html":"<p><strong>New to grinding?</strong> The guide says how fine, pot by pot.</p>\n","version":2}}',NULL);
CREATE TABLE "parts" (
  -- of the event that made it; the first one has its conversation's
  number bigint primary key,
  conversation bigint not null references "conversations" (number) on delete cascade,
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
INSERT INTO "parts" VALUES(17,17,'comment','person',NULL,NULL,NULL,'person','{"text":"Do you ship to Bodo?"}',1796021293492);
INSERT INTO "parts" VALUES(19,17,'comment','teammate',1,NULL,NULL,'person','{"text":"Yes, on Mondays.","formatted":{"source":"Yes, on **Mondays**.","html":"<p>Yes, on <strong>Mondays</strong>.</p>\n","version":2}}',1796021293497);
INSERT INTO "parts" VALUES(20,17,'note','teammate',1,NULL,NULL,'teammates','{"text":"A wholesale customer?","formatted":{"source":"A wholesale customer?","html":"<p>A wholesale customer?</p>\n","version":2}}',1796021293500);
INSERT INTO "parts" VALUES(21,17,'assignment','teammate',1,1,NULL,'teammates',NULL,1796021293503);
INSERT INTO "parts" VALUES(29,29,'comment','person',NULL,NULL,NULL,'person','{"text":"Where is my order?"}',1796021293519);
INSERT INTO "parts" VALUES(31,29,'close','teammate',1,NULL,NULL,'teammates',NULL,1796021293523);
CREATE TABLE "people" (
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
INSERT INTO "people" VALUES('ezjqn7kai4zndhrkenysfztw','kt43uqv5','lead','xwmistd9t26eu3wx2xv42whv',NULL,NULL,NULL,0,NULL,1,NULL,1796021293,0,'{"phone":"555"}','{"cups":3,"plan":"Harbour"}',1,1796021293,1796021293,1796021293,1796021293,1796021293,NULL,1,1796021293,NULL,NULL,'Firefox','en','Europe/Oslo',NULL,NULL,1796021293);
INSERT INTO "people" VALUES('t5us2yghv6cvfcdd7r3zrauk','kt43uqv5','user',NULL,'demo-customer','customer@example.com','customer@example.com',1,'Marit Solheim',NULL,1796021293,NULL,1,'{}','{"cart_items":0,"cart_value_cents":0,"cups":5,"orders":0,"plan":"Cove"}',3,1796021293,1796021293,1796021293,1796021293,1796021293,NULL,2,1796021293,NULL,NULL,'Firefox','en','Europe/Oslo',1796021293,NULL,1796021293);
INSERT INTO "people" VALUES('wnmqwvxdbq6fnwjxtnc7vnys','kt43uqv5','visitor','havk2xpx857uqyy22xaxchu7',NULL,NULL,NULL,0,NULL,NULL,NULL,NULL,0,'{}','{"cups":"many"}',1,1796021293,1796021293,1796021293,1796021293,NULL,NULL,1,1796021293,NULL,NULL,'Firefox','en','Europe/Oslo',NULL,1796021293,1796021293);
CREATE TABLE protected_attributes (
  app_id text not null references workspace_apps (app_id),
  name text not null,
  primary key (app_id, name)
);
INSERT INTO "protected_attributes" VALUES('kt43uqv5','plan');
CREATE TABLE readiness_check (
  only_row bigint primary key check (only_row = 1),
  checked_at_ms bigint not null
);
INSERT INTO "readiness_check" VALUES(1,1796021293426);
CREATE TABLE saved_addresses (
  account_id text primary key references accounts (id) on delete cascade,
  name text not null,
  street text not null,
  extra text not null,
  postcode text not null,
  city text not null,
  country text not null
);
INSERT INTO "saved_addresses" VALUES('demo-customer','Marit','Kaigaten 7','','5003','Bergen','NO');
CREATE TABLE second_factors (
  account_id text primary key references accounts (id) on delete cascade,
  -- base32, as the authenticator has it
  secret text not null,
  -- Since when a log-in needs a code: a first code has shown that the authenticator has the secret.
  confirmed_at bigint,
  -- The 30 seconds that the last code was of: none is taken twice.
  last_step bigint not null
);
CREATE TABLE "sends" (
  app_id text not null references workspace_apps (app_id),
  -- the person's id, or the teammate's number
  author text not null,
  key text not null,
  -- SHA-256 of what was sent
  body_hash text not null,
  part bigint not null references "parts" (number) on delete cascade,
  primary key (app_id, author, key)
);
INSERT INTO "sends" VALUES('kt43uqv5','ezjqn7kai4zndhrkenysfztw','k1','jPrMmB5jD4wpEtU775MUedJwnm4meuCv32DOVSzOM9U',17);
INSERT INTO "sends" VALUES('kt43uqv5','1','r1','TeuOKN6ocQbAkaY9-50kp0U6ckgj-PHNWOhhqPxx-tA',19);
INSERT INTO "sends" VALUES('kt43uqv5','1','n1','qGv6FHnJ3wM78KNDhgsIwx6PddObCdejBTyal6PIFZg',20);
INSERT INTO "sends" VALUES('kt43uqv5','t5us2yghv6cvfcdd7r3zrauk','k1','eU8t9dN8A7UYpOwi09AHWcXIEwW4bnRsQQmr5Qj8hCo',29);
CREATE TABLE sessions (
  -- SHA-256 of the id in the cookie: a stolen database opens no session
  id_hash text primary key,
  account_id text not null references accounts (id) on delete cascade,
  -- tells one log-in from the next; opens nothing
  key text not null unique,
  created_at bigint not null,
  last_used_at bigint not null
, device text not null default 'Unknown device');
INSERT INTO "sessions" VALUES('vjpmzzhBrKMAz8TgNJYvB0zNf7QNwlSmWB2xsxPl2Xs','demo-teammate','tlDQmd1PRtIw9_3j4BCzDw',1796021293,1796021293,'Firefox');
INSERT INTO "sessions" VALUES('HJ-qMSkqQ9-1_pGK6SXZ0ukW9gkUiSLwGWfmD1Am4pg','demo-customer','kcTew56LX_K6L8HMuPsZVQ',1796021293,1796021293,'Firefox');
CREATE TABLE stock (
  slug text primary key,
  bags bigint not null check (bags >= 0),
  -- when that batch went into the roaster, in Unix seconds
  batch_at bigint not null
);
INSERT INTO "stock" VALUES('ballast',480,1795759200);
INSERT INTO "stock" VALUES('bell-buoy',480,1795759200);
INSERT INTO "stock" VALUES('bowline',480,1795759200);
INSERT INTO "stock" VALUES('cockle-shell',480,1795759200);
INSERT INTO "stock" VALUES('compass-rose',480,1795759200);
INSERT INTO "stock" VALUES('dead-calm-decaf',480,1795759200);
INSERT INTO "stock" VALUES('deep-fathom',480,1795759200);
INSERT INTO "stock" VALUES('fair-wind',480,1795759200);
INSERT INTO "stock" VALUES('first-tide',480,1795759200);
INSERT INTO "stock" VALUES('hermit-crab',480,1795759200);
INSERT INTO "stock" VALUES('herring-gull',480,1795759200);
INSERT INTO "stock" VALUES('kelp-forest',479,1795759200);
INSERT INTO "stock" VALUES('lighthouse-blend',480,1795759200);
INSERT INTO "stock" VALUES('little-catch',480,1795759200);
INSERT INTO "stock" VALUES('message-in-a-bottle',480,1795759200);
INSERT INTO "stock" VALUES('monsoon-log',480,1795759200);
INSERT INTO "stock" VALUES('night-watch-espresso',480,1795759200);
INSERT INTO "stock" VALUES('north-mole',0,1795759200);
INSERT INTO "stock" VALUES('oystercatcher',480,1795759200);
INSERT INTO "stock" VALUES('pilot-boat-espresso',480,1795759200);
INSERT INTO "stock" VALUES('sea-pink',480,1795759200);
INSERT INTO "stock" VALUES('slack-water-decaf',480,1795759200);
INSERT INTO "stock" VALUES('sun-dog',480,1795759200);
INSERT INTO "stock" VALUES('whale-road',480,1795759200);
CREATE TABLE "subscriptions" (
  id text primary key,
  account_id text not null references accounts (id) on delete cascade,
  order_id text not null references "orders" (id) on delete cascade,
  item text not null,
  name text not null,
  quantity bigint not null check (quantity >= 1),
  currency text not null check (currency in ('EUR')),
  each bigint not null,
  state text not null check (state in ('active', 'paused', 'stopped')),
  started_at bigint not null
);
CREATE TABLE support_outbox (
  id text primary key,
  -- the hosted workspace
  app_id text not null,
  -- of an account that is no more, too: its contact is to be deleted
  account_id text not null,
  -- what they did; none where their contact is to be deleted
  name text,
  metadata json not null,
  -- when it happened
  created_at bigint not null,
  -- Unix milliseconds: not before then; as long as a server has it in hand, the end of that server's turn
  due_at_ms bigint not null,
  attempts bigint not null,
  -- told, and kept for a moment: no other of its name may have its second
  told_at bigint,
  -- given up, and why
  failed_at bigint,
  failure text
);
CREATE TABLE "teammates" (
  app_id text not null references workspace_apps (app_id),
  -- counted from one in each app
  number bigint not null,
  -- none once the account is deleted
  account_id text,
  name text, removed_at bigint,
  primary key (app_id, number),
  unique (app_id, account_id),
  check ((account_id is null) = (name is null))
);
INSERT INTO "teammates" VALUES('kt43uqv5',1,'demo-teammate','Ines Aalto',NULL);
CREATE TABLE teams (
  app_id text not null references workspace_apps (app_id),
  -- counted from one in each app
  number bigint not null,
  name text not null, removed_at bigint,
  primary key (app_id, number),
  unique (app_id, name)
);
CREATE TABLE tries (
  -- SHA-256 of what is tried, and whose tries they are
  key text primary key,
  -- Unix milliseconds until all tries are given back
  spent_until_ms bigint not null
);
INSERT INTO "tries" VALUES('ddEcaOApjtyFI6j9W-aIhbTkd9DqkDUMph95MVmS02Y',1796021293464);
INSERT INTO "tries" VALUES('i_8MlD-tWdcs7HkziXQo-2fo_HWnR6pwVuIB0n9xxao',1796021293438);
INSERT INTO "tries" VALUES('rZdQ_moIjZF45XyeHErC2USAIvMH3mU9umMiGfszSSc',1796021293464);
CREATE TABLE unenforced_platforms (
  app_id text not null references workspace_apps (app_id),
  platform text not null check (platform in ('web', 'ios', 'android')),
  since bigint not null,
  primary key (app_id, platform)
);
CREATE TABLE "uploads" (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references "people" (id) on delete cascade,
  network_hash text,
  -- bytes at most
  size bigint not null,
  started_at bigint not null
);
CREATE TABLE workspace_apps (
  app_id text primary key,
  -- signs and verifies identity tokens (HS256)
  created_at bigint not null
, name text not null default 'Tidewater Coffee');
INSERT INTO "workspace_apps" VALUES('kt43uqv5',1796021293,'Tidewater Coffee');
CREATE INDEX sessions_by_account on sessions (account_id);
CREATE INDEX sessions_by_last_use on sessions (last_used_at);
CREATE UNIQUE INDEX identity_keys_by_number on identity_keys (app_id, platform, number);
CREATE UNIQUE INDEX companies_by_company_id on companies (app_id, company_id);
CREATE INDEX known_browsers_by_account on known_browsers (account_id);
CREATE INDEX known_browsers_by_last_use on known_browsers (last_used_at);
CREATE INDEX tries_by_end on tries (spent_until_ms);
CREATE INDEX carts_by_use on carts (used_at) where cookie_hash is not null;
CREATE INDEX support_outbox_by_due on support_outbox (app_id, due_at_ms) where failed_at is null and told_at is null;
CREATE INDEX support_outbox_by_account on support_outbox (account_id);
CREATE INDEX events_by_app on events (app_id, number);
CREATE INDEX events_by_person on events (person_id, number) where person_id is not null;
CREATE INDEX outbound_messages_by_app on outbound_messages (app_id, updated_at);
CREATE INDEX outbound_messages_under_way on outbound_messages (number) where sent_up_to is not null;
CREATE INDEX orders_by_account on orders (account_id, placed_at, id);
CREATE INDEX orders_of_guests on orders (placed_at) where account_id is null;
CREATE INDEX subscriptions_by_account on subscriptions (account_id, started_at);
CREATE UNIQUE INDEX people_by_user_id on people (app_id, user_id) where user_id is not null;
CREATE UNIQUE INDEX people_by_visitor_id on people (app_id, visitor_id) where visitor_id is not null;
CREATE INDEX people_by_email on people (app_id, email_folded) where email_folded is not null;
CREATE INDEX people_by_update on people (app_id, updated_at, id);
CREATE INDEX messenger_sessions_by_person on messenger_sessions (person_id);
CREATE INDEX messenger_sessions_by_key on messenger_sessions (key_id) where key_id is not null;
CREATE INDEX impressions_by_person on impressions (person_id, created_at);
CREATE INDEX impressions_by_time on impressions (created_at);
CREATE INDEX company_members_by_person on company_members (person_id);
CREATE INDEX merged_people_by_person on merged_people (person_id);
CREATE UNIQUE INDEX data_events_once on data_events (person_id, name, created_at);
CREATE INDEX data_events_by_name on data_events (app_id, name);
CREATE INDEX data_events_by_time on data_events (created_at);
CREATE INDEX conversations_by_person on conversations (person_id, last_part);
CREATE INDEX conversations_by_snooze on conversations (snoozed_until) where state = 'snoozed';
CREATE INDEX conversations_by_creation on conversations (app_id, created_at);
CREATE INDEX conversations_by_waiting on conversations (app_id, state, waiting_since, number)
  where person_first_at is not null;
CREATE INDEX conversations_by_update on conversations (app_id, state, updated_at, number)
  where person_first_at is not null;
CREATE INDEX conversations_not_closed on conversations (app_id, person_id, number)
  where state <> 'closed' and person_first_at is not null;
CREATE INDEX parts_by_conversation on parts (conversation, number);
CREATE INDEX sends_by_part on sends (part);
CREATE INDEX attachments_by_person on attachments (person_id);
CREATE INDEX attachments_by_part on attachments (part) where part is not null;
CREATE INDEX attachments_unsent on attachments (created_at) where part is null;
CREATE INDEX attachments_by_network on attachments (network_hash, created_at, size) where network_hash is not null;
CREATE INDEX attachments_by_app on attachments (app_id, size);
CREATE INDEX uploads_by_person on uploads (person_id);
CREATE INDEX outbound_receipts_by_person on outbound_receipts (person_id, at_ms);
CREATE INDEX outbound_receipts_by_conversation on outbound_receipts (conversation) where conversation is not null;
CREATE UNIQUE INDEX outbound_receipts_by_number on outbound_receipts (number) where number is not null;
CREATE INDEX ledger_by_time on ledger (at_ms);
CREATE INDEX ledger_by_person on ledger (person_id, number) where person_id is not null;
CREATE INDEX ledger_by_company on ledger (company_id, number) where company_id is not null;
CREATE INDEX ledger_of_conversations on ledger (app_id, number) where conversation is not null;
COMMIT;
