-- One schema for both databases. Flyway fills in the few types they name differently:
--   text, longtext     characters up to about a million, and without that limit
--   bytes, longbytes   the same for bytes
--   ordered            text that sorts by code point, as Java does

create table user_account (
  id            varchar(100)${ordered} not null primary key,
  username      varchar(60)${ordered}  not null unique,
  display_name  varchar(200)           not null,
  password_hash varchar(500)           not null,
  active        boolean                not null,
  created_by    varchar(100)           not null,
  created_at    timestamp(6) with time zone not null
);

create table user_role (
  user_id varchar(100)${ordered} not null references user_account (id),
  role    varchar(30)            not null,
  primary key (user_id, role)
);

create table session (
  token_hash   varchar(64)${ordered}  not null primary key,
  user_id      varchar(100)${ordered} not null references user_account (id),
  address      varchar(200)           not null,
  created_at   timestamp(6) with time zone not null,
  last_used_at timestamp(6) with time zone not null,
  expires_at   timestamp(6) with time zone not null
);
create index session_by_expiry on session (expires_at);

create table operation_release (
  digest         varchar(64)${ordered} not null primary key,
  symbolic_name  varchar(300)          not null,
  bundle_version varchar(200)          not null,
  source         varchar(1000)         not null,
  state          varchar(20)           not null,
  released_at    timestamp(6) with time zone not null,
  drained_at     timestamp(6) with time zone,
  drain_reason   varchar(1000),
  drained_by_person boolean            not null,
  revision       bigint                not null
);

create table execution (
  id               varchar(32)${ordered}  not null primary key,
  operation        varchar(200)${ordered} not null,
  release_digest   varchar(64)${ordered},
  plugin_version   varchar(200),
  state            varchar(20)            not null,
  parameters       ${text}                not null,
  initiator_id     varchar(100)${ordered} not null,
  initiator_name   varchar(200)           not null,
  comment          ${text}                not null,
  scheduled_for    timestamp(6) with time zone,
  plan_digest      varchar(64),
  risk_level       varchar(30),
  fence            bigint                 not null,
  event_number     bigint                 not null,
  log_number       bigint                 not null,
  progress_done    bigint                 not null,
  progress_total   bigint                 not null,
  cancel_requested boolean                not null,
  waiting_reason   ${text},
  result           ${longtext},
  failure_code     varchar(200),
  failure_message  varchar(2000),
  created_at       timestamp(6) with time zone not null,
  updated_at       timestamp(6) with time zone not null,
  started_at       timestamp(6) with time zone,
  ended_at         timestamp(6) with time zone,
  unique (id, initiator_id)
);
create index execution_by_creation  on execution (created_at, id);
create index execution_by_state     on execution (state, created_at, id);
create index execution_by_operation on execution (operation, created_at, id);
create index execution_by_initiator on execution (initiator_id, created_at, id);
create index execution_by_update    on execution (updated_at, id);

create table idempotency_key (
  caller_id      varchar(100)${ordered} not null,
  operation      varchar(200)${ordered} not null,
  key_text       varchar(300)${ordered} not null,
  execution_id   varchar(32)${ordered}  not null,
  request_digest varchar(64)            not null,
  created_at     timestamp(6) with time zone not null,
  primary key (caller_id, operation, key_text)
);

create table execution_plan (
  execution_id varchar(32)${ordered} not null primary key references execution (id),
  document     ${longbytes}          not null,
  risk         ${text}               not null
);

create table effect (
  execution_id        varchar(32)${ordered}  not null references execution (id),
  name                varchar(120)${ordered} not null,
  position            integer                not null,
  kind                varchar(100)           not null,
  connection          varchar(100)           not null,
  lock_key            varchar(200)${ordered} not null,
  state               varchar(20)            not null,
  currency            varchar(3)             not null,
  planned_minor_units bigint                 not null,
  attempt             integer                not null,
  clean_absences      integer                not null,
  last_absence_at     timestamp(6) with time zone,
  external_id         varchar(300),
  response            ${longtext},
  code                varchar(200),
  message             ${text},
  primary key (execution_id, name),
  unique (execution_id, position)
);

create table effect_attempt (
  execution_id     varchar(32)${ordered}  not null,
  effect           varchar(120)${ordered} not null,
  number           integer                not null,
  provider         varchar(100)${ordered} not null,
  connection       varchar(100)${ordered} not null,
  idempotency_key  varchar(255)${ordered} not null,
  request          ${text}                not null,
  currency         varchar(3)             not null,
  sent_minor_units bigint                 not null,
  first_sent_at    timestamp(6) with time zone not null,
  sends            integer                not null,
  primary key (execution_id, effect, number),
  unique (provider, connection, idempotency_key),
  foreign key (execution_id, effect) references effect (execution_id, name)
);

-- Held while an effect is open: two executions cannot move the same item.
create table effect_lock (
  lock_key     varchar(200)${ordered} not null primary key,
  execution_id varchar(32)${ordered}  not null,
  effect       varchar(120)${ordered} not null,
  taken_at     timestamp(6) with time zone not null,
  foreign key (execution_id, effect) references effect (execution_id, name)
);

-- Nobody decides on an execution of their own, not even by SQL as the application.
create table decision (
  execution_id  varchar(32)${ordered}  not null,
  initiator_id  varchar(100)${ordered} not null,
  approver_id   varchar(100)${ordered} not null,
  approver_name varchar(200)           not null,
  kind          varchar(20)            not null,
  plan_digest   varchar(64)            not null,
  comment       ${text}                not null,
  decided_at    timestamp(6) with time zone not null,
  event_number  bigint                 not null,
  primary key (execution_id, approver_id),
  foreign key (execution_id, initiator_id) references execution (id, initiator_id),
  constraint decision_not_by_initiator check (approver_id <> initiator_id)
);

create table resolution_proposal (
  execution_id  varchar(32)${ordered}  not null,
  effect        varchar(120)${ordered} not null,
  proposer_id   varchar(100)${ordered} not null,
  proposer_name varchar(200)           not null,
  applied       boolean                not null,
  external_id   varchar(300),
  reason        ${text}                not null,
  proposed_at   timestamp(6) with time zone not null,
  event_number  bigint                 not null,
  primary key (execution_id, effect, proposer_id),
  foreign key (execution_id, effect) references effect (execution_id, name)
);

create table execution_event (
  execution_id varchar(32)${ordered} not null references execution (id),
  number       bigint                not null,
  occurred_at  timestamp(6) with time zone not null,
  kind         varchar(20)           not null,
  data         ${text}               not null,
  primary key (execution_id, number)
);

create table execution_log (
  execution_id varchar(32)${ordered} not null references execution (id),
  number       bigint                not null,
  logged_at    timestamp(6) with time zone not null,
  level        varchar(10)           not null,
  line         ${text}               not null,
  primary key (execution_id, number)
);

create table execution_step (
  execution_id varchar(32)${ordered}  not null references execution (id),
  name         varchar(200)${ordered} not null,
  result       ${text}                not null,
  primary key (execution_id, name)
);

create table settlement_state (
  execution_id varchar(32)${ordered} not null primary key references execution (id),
  check_number integer               not null,
  state        ${text}               not null
);

create table stored_file (
  id           varchar(32)${ordered}  not null,
  version      integer                not null,
  name         varchar(500)${ordered} not null,
  media_type   varchar(200)           not null,
  size_bytes   bigint                 not null,
  sha256       varchar(64)            not null,
  owner_id     varchar(100)${ordered} not null,
  owner_name   varchar(200)           not null,
  execution_id varchar(32)${ordered},
  created_at   timestamp(6) with time zone not null,
  primary key (id, version),
  unique (execution_id, name, version)
);
create index stored_file_by_creation on stored_file (created_at, id);
create index stored_file_by_owner    on stored_file (owner_id, created_at, id);

create table audit_entry (
  number   bigint generated always as identity primary key,
  id       varchar(32)${ordered}  not null unique,
  at_time  timestamp(6) with time zone not null,
  actor_id varchar(200)${ordered} not null,
  action   varchar(60)${ordered}  not null,
  subject  varchar(500)${ordered} not null,
  bytes    ${bytes}               not null
);
create index audit_entry_by_subject on audit_entry (subject, number);
create index audit_entry_by_action  on audit_entry (action, number);

-- Entries that are not in the Merkle tree yet.
create table audit_pending (
  number bigint not null primary key references audit_entry (number)
);

create table scheduled_tasks (
  task_name            varchar(100)${ordered} not null,
  task_instance        varchar(200)${ordered} not null,
  task_data            ${bytes},
  execution_time       timestamp(6) with time zone not null,
  picked               boolean                not null,
  picked_by            varchar(50),
  last_success         timestamp(6) with time zone,
  last_failure         timestamp(6) with time zone,
  consecutive_failures integer,
  last_heartbeat       timestamp(6) with time zone,
  version              bigint                 not null,
  priority             smallint,
  state                varchar(50),
  primary key (task_name, task_instance)
);
create index scheduled_tasks_by_time      on scheduled_tasks (execution_time);
create index scheduled_tasks_by_heartbeat on scheduled_tasks (last_heartbeat);

-- Written when all scripts and grants of a version were applied; one row, only for the owner.
create table schema_digest (
  digest varchar(200) not null
);
