create schema events;

-- The append-only log of all facts: history, outbox and source of the audit trail.
create table events.event (
  seq         bigint generated always as identity primary key,
  id          uuid        not null unique,
  type        text        not null,
  subject     text        not null,
  data        jsonb       not null,
  actor       text        not null,
  occurred_at timestamptz not null,
  trace       text
);
create index event_by_subject on events.event (subject, seq);

create function events.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a fact is never changed';
end $$;
create trigger event_is_append_only before update or delete or truncate on events.event
  execute function events.refuse_change();

-- Facts that the relay has still to publish.
create table events.outbox (
  seq bigint primary key
);
alter table events.outbox set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- Whether the relay waits to be notified. Nothing that matters: a relay that nobody wakes looks by itself soon.
create unlogged table events.relay (
  only_row boolean primary key default true check (only_row),
  asleep   boolean not null
);

-- Which subscriber has taken which fact in.
create table events.inbox (
  subscriber text        not null,
  event_id   uuid        not null,
  taken_at   timestamptz not null default now(),
  primary key (subscriber, event_id)
);
