-- What a person's browser is in full, and where it is: as the header User-Agent and a file of locations say.
alter table people add column browser_version text;
alter table people add column os text;
-- country, country_code, continent_code, region and city; null where nobody looked it up
alter table people add column location json;
