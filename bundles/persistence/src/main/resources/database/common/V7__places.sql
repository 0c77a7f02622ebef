-- When an execution last found no place to run in and asked for one; an operation with a limit has one row, held by
-- whoever looks whether there is a place.
alter table execution add column place_asked_at timestamp(6) with time zone;
create table operation_place (
  operation varchar(200)${ordered} not null primary key
);
