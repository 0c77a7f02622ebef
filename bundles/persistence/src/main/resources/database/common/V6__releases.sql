-- Since when and why a release takes no new executions; its revision tells whether it was changed since it was read.
alter table operation_release add column drained_at timestamp(6) with time zone;
alter table operation_release add column drain_reason varchar(1000);
alter table operation_release add column drained_by_person boolean default false not null;
alter table operation_release add column revision bigint default 0 not null;
