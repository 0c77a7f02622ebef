-- Executions that had not ended when a restored backup was noticed: they may have sent more than they know.
create table restored_execution (
  execution_id varchar(32)${ordered} not null primary key references execution (id)
);
create index effect_attempt_by_time on effect_attempt (first_sent_at);
