-- A database that the build before this one has filled (migration 29): a visitor with a file and a conversation that a teammate
-- answered and has to answer, a blocked customer with a company, a cart and an order, live messages. Its keys and passwords are
-- of this test alone. To fill another: run that build with DEMO_ACCOUNTS=1 and DEMO_MESSAGES=1, do by HTTP or in a browser what
-- the test looks for, stop it, and write `.dump` here.
BEGIN TRANSACTION;
CREATE TABLE _sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    success BOOLEAN NOT NULL,
    checksum BLOB NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO "_sqlx_migrations" VALUES(1,'accounts','2026-11-30 03:51:33',1,X'939CC07DD0D0518A00172817484CC9D2CB12D04CA94F6760D245B8FAEE737B47DEF86A6EC53FC7933FB327C89476E0E9',591824);
INSERT INTO "_sqlx_migrations" VALUES(2,'workspace','2026-11-30 03:51:33',1,X'C6797AFDAD2F5B954B8796ECDEBEA01B2A523F7DEEDCA41AF1189E0440A68A8BE159B33A2AC44BB06CFEEA20AE325848',696579);
INSERT INTO "_sqlx_migrations" VALUES(3,'workspace storage','2026-11-30 03:51:33',1,X'442C3BE87DC65513C59BAA4F1CB4FB7CFCA5471F84015897FEEAEC225D50E2F409348F941563876305D87C8AD53AD33D',13405906);
INSERT INTO "_sqlx_migrations" VALUES(4,'accounts','2026-11-30 03:51:33',1,X'2253E3B3416F0EC7F36913AF9787A88AF9D6A52C4E45DE91FD6F826B06F9B5E59158C47170F0C355EC9327FD1633867C',1318236);
INSERT INTO "_sqlx_migrations" VALUES(5,'shop','2026-11-30 03:51:33',1,X'B8BFD840E8E88A6E8E15E1C87735A506DB64AF5E5B1F3BD128199FABF2B4609531CB7F5E97F665138BFF323696DFE277',903217);
INSERT INTO "_sqlx_migrations" VALUES(6,'support','2026-11-30 03:51:33',1,X'2F0D4E0115E2BEB0AB6F3879D6046988BB4656E474B5B302194E3DADDD28BF50AD7D6F4D8EDFEA70E21A5722B2353752',779022);
INSERT INTO "_sqlx_migrations" VALUES(7,'workspace','2026-11-30 03:51:33',1,X'90C1A2BC4D44AB3DC9D838B6B1D845B4CB4338C2D7EB9190736DA6398F29B107E9A8B9DB4F8627C103914B2D01704543',1355813);
INSERT INTO "_sqlx_migrations" VALUES(8,'once','2026-11-30 03:51:33',1,X'A17A2530BE43711ECC4CFDF49F8A2C496829ABEC2D229CDF640965080898E74C64A2FBAD705BA87E5D642F2239F12F7B',2298890);
INSERT INTO "_sqlx_migrations" VALUES(9,'environment keys','2026-11-30 03:51:33',1,X'2B522F4B93B64FFF0DED30A737BE0D37B80409C5A261F3D579A9AD1251FF5E7C81057F67185DE5885AA873CEF0C94336',1185820);
INSERT INTO "_sqlx_migrations" VALUES(10,'conversations','2026-11-30 03:51:33',1,X'60D4D3B63CAD9962F288262AC2FDF9EEDD492B489DEBDFAAD075EDE0D5BF97B8738E33B949516FB6E5C80649609271FC',3798599);
INSERT INTO "_sqlx_migrations" VALUES(11,'merged people','2026-11-30 03:51:33',1,X'14568DB49E88572D60A80CF6E02EEB939FC85B6C02116F968288F45953116C1F7BC383F1015EB8355CF74847A4CEFAA4',454107);
INSERT INTO "_sqlx_migrations" VALUES(12,'assignment','2026-11-30 03:51:33',1,X'DBAA6A7DD53F642C413DC13D732CE8992C07F194B50D18B6E4E2EF3BC9FCDCCC598F07A3B052598FF314E36984F58238',4301238);
INSERT INTO "_sqlx_migrations" VALUES(13,'teammates of apps','2026-11-30 03:51:33',1,X'F3C0E606939E64B830E1A6BE039B53E98A428DAEAA0863AD44EE67A772F253E2790F5E571D6A193384177FBD37772DE2',368951);
INSERT INTO "_sqlx_migrations" VALUES(14,'teams','2026-11-30 03:51:33',1,X'AD383CFC277C6FD6B5636E14982671DB1EA113B6D8D97248DD8269DC5240B40534DC3887ACC59B4BF8E90B4991191D60',2974529);
INSERT INTO "_sqlx_migrations" VALUES(15,'messenger','2026-11-30 03:51:33',1,X'0C260A48AA5622553DADD5060FD1C8C29C72632B06DA22490D3D4D31A6D0747C7C5C5A6A012B289D3168152148026E4A',565063);
INSERT INTO "_sqlx_migrations" VALUES(16,'messenger settings','2026-11-30 03:51:33',1,X'9630D9AD82719B5BF5AB1FD5972DC8FC27D61B992CA3F0734543B6E8B61A8AFC279E0697B343A54E4DB462EE7FB6A951',391164);
INSERT INTO "_sqlx_migrations" VALUES(17,'outbound','2026-11-30 03:51:33',1,X'0EB2B1A2F3F7147F6A330F63CFE97363F4C2777F7880316E00BC6F82FB368EF044FD313DC92878F8E3B26EA57116C41A',10064749);
INSERT INTO "_sqlx_migrations" VALUES(18,'outbound manual','2026-11-30 03:51:33',1,X'5A4443DBB9960AC79F65F3FC3F8254DF4D20429064A1A3487CF121A3DBB0FF3E26C12A115B9168BE9252230801CFF644',2141426);
INSERT INTO "_sqlx_migrations" VALUES(19,'forgetting','2026-11-30 03:51:33',1,X'DFB82016F3CC6EF0BA352F5609EB4EF7C7EF216F780E29D61581DB72A6478FDD875A38C38895AB4F08BEB603C02086F3',5950490);
INSERT INTO "_sqlx_migrations" VALUES(20,'recipients','2026-11-30 03:51:33',1,X'DCBBF16EFC4D87CCEEABAD6D6D9B9E0F540326184BBF4A0925C475BA1B3E5FC703B3183B2656C2F093D008A812C61027',365565);
INSERT INTO "_sqlx_migrations" VALUES(21,'uploads','2026-11-30 03:51:33',1,X'28D3C18E8546BACA64B82AA99AB94F352E5F8E390982993275610CAAEECEB6849926BB60446198DDA0E5DD9476366D30',911731);
INSERT INTO "_sqlx_migrations" VALUES(22,'blocking','2026-11-30 03:51:33',1,X'DE1E54C494325D5FCFA587E2D2DBBC63B9892034272CB84D90159EAC1A2FC9DF722CFD7845CDB7E485B9B551FDE378AE',740676);
INSERT INTO "_sqlx_migrations" VALUES(23,'removed teammates','2026-11-30 03:51:33',1,X'90AD74A6F9771E0D68282DDC2C1437DB35AFD297E89FDA23C68077744EE033427AF541D8366D9F11CA5A0B1CD693603C',1054574);
INSERT INTO "_sqlx_migrations" VALUES(24,'second factors','2026-11-30 03:51:33',1,X'0F3FB4DF1CEC271E4C1ABDCED79AC4785B1CC63708FC5744AEE822769961D6779D364613B70598E6B60B21E0E0835F5C',498304);
INSERT INTO "_sqlx_migrations" VALUES(25,'readiness','2026-11-30 03:51:33',1,X'9DA42B4EEFD0C461962C5B6465D8A637DE6C2D2A44E330CA283AB0B7241FACBCBA04CC259DD27976680CF8D5B64475A1',418144);
INSERT INTO "_sqlx_migrations" VALUES(26,'unanswered messages','2026-11-30 03:51:33',1,X'542ACC78DBD2FC0AD68E98E44DDB580ADCDBA979A10BA72ECAD9A8D21801D156EB1E63B94562D0F7B415D861EDD21CC1',1502903);
INSERT INTO "_sqlx_migrations" VALUES(27,'time zone','2026-11-30 03:51:33',1,X'9207D4B4B80750FE3E2384CBA627C21771007AF443F628A33DAE3773442C6D0AD011C923EAB90EF0A65133826F7DEDBA',682037);
INSERT INTO "_sqlx_migrations" VALUES(28,'listed conversations','2026-11-30 03:51:33',1,X'E0296A27D3D2827F5A5497D6E5FDB0386151306DD6BDE27DC6D23A222AA5587EBC03841E0160B628B1DAEE7D6CC925C3',4585933);
INSERT INTO "_sqlx_migrations" VALUES(29,'guest orders','2026-11-30 03:51:33',1,X'CD93267D9FF51B49CA61A0E72FE6D035D0AD69837B59A0CF5041E5B7219C45A389C7D25CCB0423144E94E9D4F105AB63',7850455);
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
INSERT INTO "accounts" VALUES('demo-customer','customer@example.com','customer@example.com','Marit Solheim','$argon2id$v=19$m=7168,t=1,p=1$lRDhNT/9Tx40BUvBGX4qcw$gmWRqVNFjjFt449wG92Kc2H62CvwQKFD7gK6lHNq1Jk','customer',1,1796010693,NULL,NULL);
INSERT INTO "accounts" VALUES('demo-second','second@example.com','second@example.com','Tomas Lindqvist','$argon2id$v=19$m=7168,t=1,p=1$PkydhE8GzgmI++JKoCnaWQ$QzrmXIOJyHhfA7EtuXvmxVLFx1pyxiLCjWKfyFvma/w','customer',1,1796010693,NULL,NULL);
INSERT INTO "accounts" VALUES('demo-teammate','teammate@example.com','teammate@example.com','Ines Aalto','$argon2id$v=19$m=7168,t=1,p=1$zCIqSe/cv3CPN8XwdJwe2Q$aTepVlyVZxDBM3Gjy9Jr9ApdltPletpjof5ffDhvyQw','teammate',1,1796010693,NULL,NULL);
CREATE TABLE attachments (
  -- opens nothing by itself, and cannot be guessed
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people (id) on delete cascade,
  -- none until it is sent
  part bigint references parts (number) on delete cascade,
  -- among the files of its message, from nought
  position bigint not null default 0,
  name text not null,
  content_type text not null,
  -- bytes
  size bigint not null,
  -- of a picture, in pixels
  width bigint,
  height bigint,
  created_at bigint not null
, network_hash text);
INSERT INTO "attachments" VALUES('fmAfr-gAH0NfRuHcahPTMm6oTcgS7O2fkh3tn-X2zTg','jmwsvd8f','6vphd34cg5xhsj2frnyknhj9',9,0,'bags.txt','text/plain',8,NULL,NULL,1796010693,'IUH8a6hteWR1s0a1kl6AcwnXGMpbSQlEfUmvlXrxZK4');
CREATE TABLE cart_lines (
  cart_id text not null references carts (id) on delete cascade,
  -- what is bought, as a key; its price is always today's
  item text not null,
  quantity bigint not null check (quantity between 1 and 20),
  -- counts up: what was put in first stands first
  number bigint not null,
  primary key (cart_id, item)
);
INSERT INTO "cart_lines" VALUES('geRZM1qoCjCzYCoi5fPlVw','kelp-forest.250g.whole-bean.once',1,1);
CREATE TABLE carts (
  id text primary key,
  account_id text unique references accounts (id) on delete cascade,
  -- SHA-256 of the id in the browser's cookie
  cookie_hash text unique,
  used_at bigint not null,
  check ((account_id is null) <> (cookie_hash is null))
);
INSERT INTO "carts" VALUES('geRZM1qoCjCzYCoi5fPlVw','demo-customer',NULL,1796010693);
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
);
INSERT INTO "companies" VALUES('qq8bt3qujk6qbig3cegizv9s','jmwsvd8f','c_1','Fjordlight','{"monthly_spend":40,"plan":"Cove"}','{}',1796010693,1796010693);
CREATE TABLE company_members (
  company text not null references companies (id) on delete cascade,
  person_id text not null references people (id) on delete cascade,
  -- the one that the person acts for now
  active boolean not null,
  last_seen_at bigint not null,
  primary key (company, person_id)
);
INSERT INTO "company_members" VALUES('qq8bt3qujk6qbig3cegizv9s','vbakhisi8c5y3mex6ubf7skm',1,1796010693);
CREATE TABLE conversations (
  -- of the event that began it
  number bigint primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people (id) on delete cascade,
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
  teammates_read_to bigint not null, teammate_assignee bigint, team_assignee bigint check (team_assignee is null or teammate_assignee is null),
  check ((state = 'snoozed') = (snoozed_until is not null))
);
INSERT INTO "conversations" VALUES(9,'jmwsvd8f','6vphd34cg5xhsj2frnyknhj9','open',NULL,NULL,'{"url":"https://shop.example/coffees","title":"Coffees","delivered_as":"customer_initiated"}',1796010693,1796010693,1796010693,1796010693,1796010693,1796010693,12,4,9,12,1,NULL);
INSERT INTO "conversations" VALUES(17,'jmwsvd8f','vbakhisi8c5y3mex6ubf7skm','closed',NULL,NULL,'{"url":"https://shop.example/coffees","title":"Coffees","delivered_as":"customer_initiated"}',1796010693,1796010693,1796010693,1796010693,NULL,NULL,19,2,17,19,NULL,NULL);
CREATE TABLE data_event_names (
  app_id text not null references workspace_apps (app_id),
  name text not null, proved boolean not null default false, archived_at bigint,
  primary key (app_id, name)
);
INSERT INTO "data_event_names" VALUES('jmwsvd8f','added-to-cart',1,NULL);
CREATE TABLE data_events (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people (id) on delete cascade,
  name text not null,
  -- names and values, within the limits
  metadata json not null,
  created_at bigint not null
);
INSERT INTO "data_events" VALUES('2Rvm_sJIGNvKDv-YCGOivt2mvIPbqd7aZcHgDASSopU','jmwsvd8f','vbakhisi8c5y3mex6ubf7skm','added-to-cart','{"coffee":"kelp-forest"}',1796010693);
CREATE TABLE database_id (
  only_row bigint primary key check (only_row = 1),
  id text not null
);
INSERT INTO "database_id" VALUES(1,'cd2yecbx8nve68e7t5bpt33t');
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
INSERT INTO "event_counter" VALUES(1,22,3);
CREATE TABLE events (
  number bigint primary key,
  app_id text not null references workspace_apps (app_id),
  -- Unix milliseconds
  at_ms bigint not null,
  ping_id text,
  kind json not null
, person_id text, conversation bigint, audience text check (audience in ('person', 'teammates')));
INSERT INTO "events" VALUES(7,'jmwsvd8f',1796010693874,'p','{"PingAccepted":{"call":"boot","url":"https://shop.example/coffees","title":"T","person":{"name":"Moss Avocet","user_id":null,"verified":false},"impression":1,"merged_from":null,"attributes":1,"refused_attributes":[],"more_refused":0,"company":null,"checks":[],"warnings":[],"client":["Session 1","Firefox","en","Europe/Oslo"]}}','6vphd34cg5xhsj2frnyknhj9',NULL,NULL);
INSERT INTO "events" VALUES(8,'jmwsvd8f',1796010693876,'p','{"MessagesConsidered":{"messages":[{"title":"The Guji boat is in","verdict":"another_person"}]}}','6vphd34cg5xhsj2frnyknhj9',NULL,NULL);
INSERT INTO "events" VALUES(9,'jmwsvd8f',1796010693880,NULL,'{"Part":{"author":"person","kind":"comment"}}','6vphd34cg5xhsj2frnyknhj9',9,'person');
INSERT INTO "events" VALUES(10,'jmwsvd8f',1796010693882,NULL,'{"Part":{"author":"teammate","kind":"comment"}}','6vphd34cg5xhsj2frnyknhj9',9,'person');
INSERT INTO "events" VALUES(11,'jmwsvd8f',1796010693883,NULL,'{"Part":{"author":"teammate","kind":"note"}}','6vphd34cg5xhsj2frnyknhj9',9,'teammates');
INSERT INTO "events" VALUES(12,'jmwsvd8f',1796010693891,NULL,'{"Part":{"author":"teammate","kind":"assignment"}}','6vphd34cg5xhsj2frnyknhj9',9,'teammates');
INSERT INTO "events" VALUES(13,'jmwsvd8f',1796010693899,'p','{"PingAccepted":{"call":"boot","url":"https://shop.example/plans","title":"T","person":{"name":"Marit Solheim","user_id":"demo-customer","verified":true},"impression":1,"merged_from":null,"attributes":6,"refused_attributes":[],"more_refused":0,"company":"Fjordlight","checks":[{"passed":true,"text":"The token says HS256."},{"passed":true,"text":"Signed with the web key “First key”."},{"passed":true,"text":"Valid for 2 h more."},{"passed":true,"text":"The user_id is a string."},{"passed":true,"text":"No user_id or email in clear says otherwise."}],"warnings":[],"client":["Session 1","Firefox","en","Europe/Oslo"]}}','vbakhisi8c5y3mex6ubf7skm',NULL,NULL);
INSERT INTO "events" VALUES(14,'jmwsvd8f',1796010693901,'p','{"MessagesConsidered":{"messages":[{"title":"Plan doubts on /plans","verdict":"another_person"}]}}','vbakhisi8c5y3mex6ubf7skm',NULL,NULL);
INSERT INTO "events" VALUES(15,'jmwsvd8f',1796010693907,'p','{"PingAccepted":{"call":"update","url":"https://shop.example/cart","title":"T","person":{"name":"Marit Solheim","user_id":"demo-customer","verified":true},"impression":2,"merged_from":null,"attributes":0,"refused_attributes":[],"more_refused":0,"company":null,"checks":[],"warnings":[],"client":["Session 1","Firefox","en","Europe/Oslo"]}}','vbakhisi8c5y3mex6ubf7skm',NULL,NULL);
INSERT INTO "events" VALUES(16,'jmwsvd8f',1796010693909,'e','{"EventTracked":{"name":"added-to-cart","metadata":[["coffee","kelp-forest"]],"person":{"name":"Marit Solheim","user_id":"demo-customer","verified":true},"refused_metadata":[],"more_refused":0,"duplicate":false}}','vbakhisi8c5y3mex6ubf7skm',NULL,NULL);
INSERT INTO "events" VALUES(17,'jmwsvd8f',1796010693911,NULL,'{"Part":{"author":"person","kind":"comment"}}','vbakhisi8c5y3mex6ubf7skm',17,'person');
INSERT INTO "events" VALUES(18,'jmwsvd8f',1796010693912,NULL,'{"Blocked":{}}','vbakhisi8c5y3mex6ubf7skm',17,'teammates');
INSERT INTO "events" VALUES(19,'jmwsvd8f',1796010693913,NULL,'{"Part":{"author":"teammate","kind":"close"}}','vbakhisi8c5y3mex6ubf7skm',17,'teammates');
INSERT INTO "events" VALUES(20,'jmwsvd8f',1796010693915,'p','{"PingAccepted":{"call":"boot","url":"https://shop.example/brewing","title":"T","person":{"name":"Ginger Puffin","user_id":null,"verified":false},"impression":1,"merged_from":null,"attributes":0,"refused_attributes":[],"more_refused":0,"company":null,"checks":[],"warnings":[],"client":["Session 1","Firefox","en","Europe/Oslo"]}}','6rqkrrb3hdq8f9iyufhg9eem',NULL,NULL);
INSERT INTO "events" VALUES(21,'jmwsvd8f',1796010693916,NULL,'{"Message":{}}','6rqkrrb3hdq8f9iyufhg9eem',21,'person');
INSERT INTO "events" VALUES(22,'jmwsvd8f',1796010693916,'p','{"MessagesConsidered":{"messages":[{"title":"Grinding for visitors","verdict":"shows"}]}}','6rqkrrb3hdq8f9iyufhg9eem',NULL,NULL);
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
INSERT INTO "identity_keys" VALUES('jmwsvd8f','jmwsvd8f','web',1,'First key','6Ib7_XAq8NKXZxZHmfN8hjXtZQXwyY7S1Fhi00AomaY',1796010693,NULL);
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
  created_at bigint not null
, messages json, hold text check (hold in ('panel', 'typing', 'hidden')));
INSERT INTO "impressions" VALUES('3napbap9kkkigqfxwst5iith','jmwsvd8f','6vphd34cg5xhsj2frnyknhj9','https://shop.example/coffees','T','',1796010693,'[3]',NULL);
INSERT INTO "impressions" VALUES('3napbapad7mkzhqg9he3jvqw','jmwsvd8f','vbakhisi8c5y3mex6ubf7skm','https://shop.example/plans','T','',1796010693,'[1]',NULL);
INSERT INTO "impressions" VALUES('3napbapamcu7vdz7gj2byyyp','jmwsvd8f','vbakhisi8c5y3mex6ubf7skm','https://shop.example/cart','T','',1796010693,NULL,NULL);
INSERT INTO "impressions" VALUES('3napbapavz7cre9eq8i8pnvx','jmwsvd8f','6rqkrrb3hdq8f9iyufhg9eem','https://shop.example/brewing','T','',1796010693,'[5]',NULL);
CREATE TABLE known_browsers (
  -- SHA-256 of what is in the browser's cookie
  id_hash text not null,
  account_id text not null references accounts (id) on delete cascade,
  last_used_at bigint not null,
  primary key (id_hash, account_id)
);
INSERT INTO "known_browsers" VALUES('pmojmdPWxPBb16bs8DEHEZe0rxdJyqRdf3QiLFFRLGY','demo-teammate',1796010693);
INSERT INTO "known_browsers" VALUES('LD-cnML-Y1H91f2fZ26r4AEvJC2u0kEbtCrBJpwpQpo','demo-customer',1796010693);
CREATE TABLE merged_people (
  -- the visitor's, whose row is gone
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people (id) on delete cascade,
  -- Unix seconds
  merged_at bigint not null
);
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
  created_at bigint not null
, last_seen_at bigint not null default 0, outbound bigint);
INSERT INTO "messenger_sessions" VALUES('fhBUCKnTyc22eoZNNOLg_istFhnzUQHthQJiwEHxU2U','jmwsvd8f','web','6vphd34cg5xhsj2frnyknhj9',NULL,NULL,1819684293,NULL,'https://shop.example/coffees','Mk1tWU3iGohZTTQDHFLBm4JrFLmZoaLM3mXrVa3-S4s',1796010693,1796010693,NULL);
INSERT INTO "messenger_sessions" VALUES('FKxexL1-uo61FlKm2Xg5Vdgdd_3ASfNOmvR3xqhqRNE','jmwsvd8f','web','vbakhisi8c5y3mex6ubf7skm','jmwsvd8f','-skgBKPi7O7IunRmm3a7IuTcQSzqT_uXPADk9zs82hE',1796017893,NULL,'https://shop.example/cart','KKonbK3UPRUGohjb4zs5MaEzrAFjyRhkYMwKE0sq-7w',1796010693,1796010693,NULL);
INSERT INTO "messenger_sessions" VALUES('dUI7Nv6SKDORcpAPI3XrVvSW2JAGQQ9nKk-SbsayC_w','jmwsvd8f','web','6rqkrrb3hdq8f9iyufhg9eem',NULL,NULL,1819684293,NULL,'https://shop.example/brewing','X1R_OCc4IqrrTliQH69-8ZJf5ALFNbEWkEqGxSNMP4c',1796010693,1796010693,5);
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
INSERT INTO "order_lines" VALUES('vznf82idfg',1,'kelp-forest.250g.whole-bean.once','Kelp Forest',1,1500);
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
INSERT INTO "orders" VALUES('vznf82idfg','demo-customer',NULL,NULL,'gYnfIi7HEUrfbx6T02cTjA',1796010693,'EUR',1500,490,'Marit','Kaigaten 7','','5003','Bergen','NO');
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
INSERT INTO "outbound_messages" VALUES(1,'jmwsvd8f','auto','chat','live','Plan doubts on /plans',1,'{"text":"Hello {{ first_name | fallback:\"there\" }}, shall we help you choose?"}','[{"part":"path","operator":"matches","value":"/plans*"}]','{"all":[{"field":"kind","operator":"is","value":"user"},{"custom":"cart_value_cents","operator":"greater","type":"number","value":4000}],"version":1}',0,NULL,NULL,1796010693,1796010693,NULL,NULL,NULL,NULL);
INSERT INTO "outbound_messages" VALUES(3,'jmwsvd8f','auto','post','live','The Guji boat is in',1,'{"text":"## The Guji boat is in\n\nHello {{ first_name | fallback:\"there\" }}. The new crop landed on Monday: First Tide is back, brighter than last year.","button":{"label":"See First Tide","link":"/coffees/first-tide"}}','[{"part":"path","operator":"matches","value":"/coffees"}]','{"all":[{"field":"kind","operator":"is","value":"user"}],"version":1}',0,NULL,NULL,1796010693,1796010693,NULL,NULL,NULL,NULL);
INSERT INTO "outbound_messages" VALUES(5,'jmwsvd8f','auto','notification','live','Grinding for visitors',1,'{"text":"**New to grinding?** The guide says how fine, pot by pot.","button":{"label":"Read the guide","link":"/brewing/pour-over"}}','[{"part":"path","operator":"matches","value":"/brewing"}]','{"all":[],"version":1}',0,NULL,NULL,1796010693,1796010693,NULL,NULL,NULL,NULL);
CREATE TABLE outbound_receipts (
  message bigint not null references outbound_messages (number) on delete cascade,
  person_id text not null references people (id) on delete cascade,
  -- of the session that shows it; empty where none does
  session text not null,
  -- Unix milliseconds
  at_ms bigint not null,
  seen_at_ms bigint,
  clicked_at_ms bigint,
  dismissed_at_ms bigint,
  -- that the message is, or that the person answered it with
  conversation bigint references conversations (number) on delete set null, reaction text check (reaction in ('sad', 'neutral', 'happy')), number bigint, body json, read_at_ms bigint,
  primary key (message, person_id)
);
INSERT INTO "outbound_receipts" VALUES(5,'6rqkrrb3hdq8f9iyufhg9eem','dUI7Nv6SKDORcpAPI3XrVvSW2JAGQQ9nKk-SbsayC_w',1796010693916,NULL,NULL,NULL,NULL,NULL,21,'{"text":"New to grinding? The guide says how fine, pot by pot.","formatted":{"source":"<p><strong>New to grinding?</strong> The guide says how fine, pot by pot.</p>\n","html":"<p><strong>New to grinding?</strong> The guide says how fine, pot by pot.</p>\n","version":2}}',NULL);
CREATE TABLE "parts" (
  number bigint primary key,
  conversation bigint not null references conversations (number) on delete cascade,
  kind text not null check (kind in ('comment', 'note', 'assignment', 'open', 'close', 'snooze')),
  author text not null check (author in ('person', 'teammate', 'bot')),
  teammate bigint,
  -- of an assignment: none where nobody is named
  assigned_to bigint,
  audience text not null check (audience in ('person', 'teammates')),
  body json,
  at_ms bigint not null
, assigned_team bigint);
INSERT INTO "parts" VALUES(9,9,'comment','person',NULL,NULL,'person','{"text":"Do you ship to Bodo?"}',1796010693880,NULL);
INSERT INTO "parts" VALUES(10,9,'comment','teammate',1,NULL,'person','{"text":"Yes, on Mondays.","formatted":{"source":"Yes, on **Mondays**.","html":"<p>Yes, on <strong>Mondays</strong>.</p>\n","version":2}}',1796010693882,NULL);
INSERT INTO "parts" VALUES(11,9,'note','teammate',1,NULL,'teammates','{"text":"A wholesale customer?","formatted":{"source":"A wholesale customer?","html":"<p>A wholesale customer?</p>\n","version":2}}',1796010693883,NULL);
INSERT INTO "parts" VALUES(12,9,'assignment','teammate',1,1,'teammates',NULL,1796010693891,NULL);
INSERT INTO "parts" VALUES(17,17,'comment','person',NULL,NULL,'person','{"text":"Where is my order?"}',1796010693911,NULL);
INSERT INTO "parts" VALUES(19,17,'close','teammate',1,NULL,'teammates',NULL,1796010693913,NULL);
CREATE TABLE "people" (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  kind text not null check (kind in ('visitor', 'user')),
  -- the visitor cookie's value; a user has none: once merged, that id opens nothing
  visitor_id text,
  user_id text,
  email text,
  -- for look-ups
  email_folded text,
  name text,
  -- the user's own created_at, as they state it
  signed_up_at bigint,
  -- whether a token or hash proved the user, the last time they said who they are
  verified boolean not null,
  -- what Intercom defines of people beside name and e-mail: phone, avatar, language, utm_…
  details json not null,
  -- custom attributes
  attributes json not null,
  -- how many impressions there are of this person
  impressions bigint not null,
  created_at bigint not null,
  last_seen_at bigint not null, email_proved boolean not null default false, lead_since bigint, session_count bigint not null default 0, viewed_at bigint, campaign text, referrer text, browser text, language text, time_zone text, blocked_at bigint,
  check ((kind = 'visitor') = (visitor_id is not null)),
  check (kind = 'user' or user_id is null),
  check (kind = 'visitor' or user_id is not null or email_folded is not null)
);
INSERT INTO "people" VALUES('6vphd34cg5xhsj2frnyknhj9','jmwsvd8f','visitor','u2vewtce4vw28evnwtt8x4ci',NULL,NULL,NULL,NULL,NULL,0,'{"phone":"555"}','{"plan":"Harbour"}',1,1796010693,1796010693,0,1796010693,1,1796010693,NULL,NULL,'Firefox','en','Europe/Oslo',NULL);
INSERT INTO "people" VALUES('vbakhisi8c5y3mex6ubf7skm','jmwsvd8f','user',NULL,'demo-customer','customer@example.com','customer@example.com','Marit Solheim',1796010693,1,'{}','{"cart_items":0,"cart_value_cents":0,"orders":0}',2,1796010693,1796010693,1,NULL,1,1796010693,NULL,NULL,'Firefox','en','Europe/Oslo',1796010693);
INSERT INTO "people" VALUES('6rqkrrb3hdq8f9iyufhg9eem','jmwsvd8f','visitor','dk43z2cgf22hdddmkb2fnbe4',NULL,NULL,NULL,NULL,NULL,0,'{}','{}',1,1796010693,1796010693,0,NULL,1,1796010693,NULL,NULL,'Firefox','en','Europe/Oslo',NULL);
CREATE TABLE protected_attributes (
  app_id text not null references workspace_apps (app_id),
  name text not null,
  primary key (app_id, name)
);
CREATE TABLE readiness_check (
  only_row bigint primary key check (only_row = 1),
  checked_at_ms bigint not null
);
INSERT INTO "readiness_check" VALUES(1,1796010693822);
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
  author text not null,
  key text not null,
  body_hash text not null,
  part bigint not null references "parts" (number) on delete cascade,
  primary key (app_id, author, key)
);
INSERT INTO "sends" VALUES('jmwsvd8f','6vphd34cg5xhsj2frnyknhj9','k1','ttVs26VgtZPFAOxLJXGWGnR8Js8BCpE1jKT6lbXvDJs',9);
INSERT INTO "sends" VALUES('jmwsvd8f','1','r1','4lsgr5vOMWisDdzVVWFsXesEN2mAyKTLR8kbFqzf87E',10);
INSERT INTO "sends" VALUES('jmwsvd8f','1','n1','pNx5nsyhS9YcLjpu_KX9YHrSVYWh1FUv8RJ6w0NYMXg',11);
INSERT INTO "sends" VALUES('jmwsvd8f','vbakhisi8c5y3mex6ubf7skm','k1','eU8t9dN8A7UYpOwi09AHWcXIEwW4bnRsQQmr5Qj8hCo',17);
CREATE TABLE sessions (
  -- SHA-256 of the id in the cookie: a stolen database opens no session
  id_hash text primary key,
  account_id text not null references accounts (id) on delete cascade,
  -- tells one log-in from the next; opens nothing
  key text not null unique,
  created_at bigint not null,
  last_used_at bigint not null
, device text not null default 'Unknown device');
INSERT INTO "sessions" VALUES('VfE5zxDiWmulQ-bWp6T79RNN63OBlqhovB4bHJXNmbU','demo-teammate','iKJa8RFbz3a87SAp72E0nA',1796010693,1796010693,'Firefox');
INSERT INTO "sessions" VALUES('wA30FBi4kxB8GOBLOzGwTr_uoOydO7OOXDiE-K6VC6s','demo-customer','eKv9FBxVJjdBGBhe0JSGWA',1796010693,1796010693,'Firefox');
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
INSERT INTO "teammates" VALUES('jmwsvd8f',1,'demo-teammate','Ines Aalto',NULL);
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
INSERT INTO "tries" VALUES('ddEcaOApjtyFI6j9W-aIhbTkd9DqkDUMph95MVmS02Y',1796010693869);
INSERT INTO "tries" VALUES('i_8MlD-tWdcs7HkziXQo-2fo_HWnR6pwVuIB0n9xxao',1796010693853);
INSERT INTO "tries" VALUES('rZdQ_moIjZF45XyeHErC2USAIvMH3mU9umMiGfszSSc',1796010693869);
CREATE TABLE unenforced_platforms (
  app_id text not null references workspace_apps (app_id),
  platform text not null check (platform in ('web', 'ios', 'android')),
  since bigint not null,
  primary key (app_id, platform)
);
CREATE TABLE uploads (
  id text primary key,
  app_id text not null references workspace_apps (app_id),
  person_id text not null references people (id) on delete cascade,
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
INSERT INTO "workspace_apps" VALUES('jmwsvd8f',1796010693,'Tidewater Coffee');
CREATE INDEX sessions_by_account on sessions (account_id);
CREATE INDEX sessions_by_last_use on sessions (last_used_at);
CREATE UNIQUE INDEX identity_keys_by_number on identity_keys (app_id, platform, number);
CREATE UNIQUE INDEX people_by_user_id on people (app_id, user_id) where user_id is not null;
CREATE UNIQUE INDEX people_by_visitor_id on people (app_id, visitor_id) where visitor_id is not null;
CREATE INDEX people_by_email on people (app_id, email_folded) where email_folded is not null;
CREATE INDEX messenger_sessions_by_person on messenger_sessions (person_id);
CREATE INDEX messenger_sessions_by_key on messenger_sessions (key_id) where key_id is not null;
CREATE INDEX impressions_by_person on impressions (person_id, created_at);
CREATE INDEX impressions_by_time on impressions (created_at);
CREATE UNIQUE INDEX companies_by_company_id on companies (app_id, company_id);
CREATE INDEX company_members_by_person on company_members (person_id);
CREATE INDEX known_browsers_by_account on known_browsers (account_id);
CREATE INDEX known_browsers_by_last_use on known_browsers (last_used_at);
CREATE INDEX tries_by_end on tries (spent_until_ms);
CREATE INDEX carts_by_use on carts (used_at) where cookie_hash is not null;
CREATE UNIQUE INDEX data_events_once on data_events (person_id, name, created_at);
CREATE INDEX data_events_by_name on data_events (app_id, name);
CREATE INDEX data_events_by_time on data_events (created_at);
CREATE INDEX support_outbox_by_due on support_outbox (app_id, due_at_ms) where failed_at is null and told_at is null;
CREATE INDEX support_outbox_by_account on support_outbox (account_id);
CREATE INDEX events_by_app on events (app_id, number);
CREATE INDEX conversations_by_person on conversations (person_id, last_part);
CREATE INDEX conversations_by_snooze on conversations (snoozed_until) where state = 'snoozed';
CREATE INDEX events_by_person on events (person_id, number) where person_id is not null;
CREATE INDEX events_by_conversation on events (conversation) where conversation is not null;
CREATE INDEX merged_people_by_person on merged_people (person_id);
CREATE INDEX parts_by_conversation on parts (conversation, number);
CREATE INDEX sends_by_part on sends (part);
CREATE INDEX conversations_by_creation on conversations (app_id, created_at);
CREATE INDEX attachments_by_person on attachments (person_id);
CREATE INDEX attachments_by_part on attachments (part) where part is not null;
CREATE INDEX attachments_unsent on attachments (created_at) where part is null;
CREATE INDEX outbound_messages_by_app on outbound_messages (app_id, updated_at);
CREATE INDEX outbound_receipts_by_person on outbound_receipts (person_id, at_ms);
CREATE INDEX outbound_receipts_by_conversation on outbound_receipts (conversation) where conversation is not null;
CREATE INDEX outbound_messages_under_way on outbound_messages (number) where sent_up_to is not null;
CREATE INDEX uploads_by_person on uploads (person_id);
CREATE INDEX attachments_by_network on attachments (network_hash, created_at, size) where network_hash is not null;
CREATE INDEX attachments_by_app on attachments (app_id, size);
CREATE UNIQUE INDEX outbound_receipts_by_number on outbound_receipts (number) where number is not null;
CREATE INDEX conversations_by_waiting on conversations (app_id, state, waiting_since, number)
  where person_first_at is not null;
CREATE INDEX conversations_by_update on conversations (app_id, state, updated_at, number)
  where person_first_at is not null;
CREATE INDEX conversations_not_closed on conversations (app_id, person_id, number)
  where state <> 'closed' and person_first_at is not null;
CREATE INDEX events_of_conversations on events (app_id, number) where conversation is not null;
CREATE INDEX orders_by_account on orders (account_id, placed_at, id);
CREATE INDEX orders_of_guests on orders (placed_at) where account_id is null;
CREATE INDEX subscriptions_by_account on subscriptions (account_id, started_at);
COMMIT;
