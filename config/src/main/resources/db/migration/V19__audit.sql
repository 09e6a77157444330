create schema audit;

-- Every fact that was told, once, each sealed by a hash over itself and over the hash of the record before it.
create table audit.audit_record (
  number         bigint      primary key check (number > 0),
  id             uuid        not null unique,
  event_id       uuid        not null unique,
  event_type     text        not null,
  task_id        text,
  order_id       text,
  subject        text        not null,
  actor          text        not null,
  payload        jsonb       not null,
  source_service text        not null,
  seq            bigint      not null,
  occurred_at    timestamptz not null,
  recorded_at    timestamptz not null,
  previous_hash  text        not null,
  hash           text        not null
);
create index audit_record_by_seq on audit.audit_record (seq, number);
create index audit_record_by_task on audit.audit_record (task_id, seq) where task_id is not null;
create index audit_record_by_order on audit.audit_record (order_id, seq) where order_id is not null;
create index audit_record_by_subject on audit.audit_record (subject, seq);
create index audit_record_by_type on audit.audit_record (replace(event_type, '.', '-'), seq);
create index audit_record_by_actor on audit.audit_record (actor, seq);
create index audit_record_by_time on audit.audit_record (occurred_at);

create function audit.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'what is in the audit is never changed';
end $$;
create trigger audit_record_is_append_only before update or delete or truncate on audit.audit_record
  execute function audit.refuse_change();
