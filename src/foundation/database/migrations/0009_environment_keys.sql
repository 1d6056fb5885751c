-- No server ever read it: the key alone says which secret of the environment is an app's.
alter table environment_keys drop column generation;
