-- Processes that run the platform, each with its last sign of life.
create table node (
  id           varchar(32)${ordered} not null primary key,
  name         varchar(200)${ordered} not null,
  address      varchar(200)           not null,
  version      varchar(100)           not null,
  started_at   timestamp(6) with time zone not null,
  heartbeat_at timestamp(6) with time zone not null
);

-- Which file store belongs to this database; written once.
create table store_identity (
  store    varchar(20)${ordered} not null primary key,
  identity varchar(32)           not null
);

-- Lists are read from the newest on; the databases walk these from their begin.
drop index execution_by_creation;
drop index execution_by_state;
drop index execution_by_operation;
drop index execution_by_initiator;
create index execution_by_creation  on execution (created_at desc, id desc);
create index execution_by_state     on execution (state, created_at desc, id desc);
create index execution_by_operation on execution (operation, created_at desc, id desc);
create index execution_by_initiator on execution (initiator_id, created_at desc, id desc);
