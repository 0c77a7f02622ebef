-- An ended execution is repeated once; whoever wants more repeats the repetition, which knows all that was done before.
alter table execution add column repeats varchar(32)${ordered};
create unique index execution_by_repeats on execution (repeats);
