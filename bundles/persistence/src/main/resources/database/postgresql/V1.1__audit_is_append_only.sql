-- Not even the owner of the table changes an entry in passing. Who can switch this off is found by the checkpoints.
create function refuse_change_of_audit() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only: % on % refused', tg_op, tg_table_name;
end
$$;

create trigger audit_entry_is_append_only
  before update or delete or truncate on audit_entry
  for each statement execute function refuse_change_of_audit();
