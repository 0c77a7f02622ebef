-- Events that providers sent, each once. What they said is not kept: it is read at the provider.
create table inbound_event (
  provider    varchar(40)${ordered}  not null,
  connection  varchar(100)${ordered} not null,
  event_id    varchar(255)${ordered} not null,
  type        varchar(100)           not null,
  executions  integer                not null,
  received_at timestamp(6) with time zone not null,
  primary key (provider, connection, event_id)
);
create index inbound_event_by_time on inbound_event (received_at);

create index effect_by_external_id on effect (external_id);
