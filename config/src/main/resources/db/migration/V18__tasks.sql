create schema tasks;

-- The words by which a task is found.
create function tasks.words(title text, description text) returns tsvector language sql immutable parallel safe
  return to_tsvector('simple', title || ' ' || coalesce(description, ''));

-- When a task comes back. Occurrences are told by calendar and clock of the zone.
create table tasks.schedule (
  id              uuid        primary key,
  task_id         uuid        not null,
  title           text        not null,
  rrule           text        not null,
  frequency       text        check (frequency in ('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY')),
  zone            text        not null,
  anchor          timestamp   not null,
  all_day         boolean     not null,
  repeat_from     text        not null check (repeat_from in ('DUE', 'COMPLETION')),
  overdue         text        not null check (overdue in ('SKIP', 'STACK')),
  status          text        not null check (status in ('ACTIVE', 'PAUSED', 'ENDED')),
  last_occurrence timestamp   not null,
  occurrences     int         not null,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  version         bigint      not null
);
create index schedule_by_time on tasks.schedule (created_at desc, id desc);

create table tasks.task (
  id             uuid        primary key,
  uid            text        unique,
  title          text        not null,
  description    text,
  status         text        not null check (status in ('OPEN', 'IN_PROGRESS', 'COMPLETED', 'SKIPPED')),
  priority       text        not null check (priority in ('LOW', 'NORMAL', 'HIGH', 'URGENT')),
  tags           jsonb       not null,
  due_at         timestamptz,
  all_day        boolean     not null,
  zone           text        not null,
  reminders      jsonb       not null,
  remind_at      timestamptz,
  snoozed_until  timestamptz,
  recurrence     jsonb,
  schedule_id    uuid,
  occurrence     timestamp,
  assignee       text,
  assignee_role  text        check (assignee_role in ('CUSTOMER', 'RUNNER', 'STAFF', 'OPERATOR')),
  owner          text,
  order_id       text,
  order_template jsonb,
  order_refused  boolean     not null,
  duty           text        check (duty in ('REVIEW', 'STUCK_ORDER', 'FAILED_UNDO', 'LOW_STOCK')),
  about          text,
  outcome        text,
  note           text,
  completed_at   timestamptz,
  completed_by   text,
  deleted_at     timestamptz,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  version        bigint      not null,
  -- What is sorted by: tasks that are not due come last.
  due_order      timestamptz not null generated always as (coalesce(due_at, timestamptz '9999-12-31 00:00:00+00')) stored,
  urgency        int         not null generated always as (
    case priority when 'URGENT' then 3 when 'HIGH' then 2 when 'NORMAL' then 1 else 0 end) stored,
  order_due_at   timestamptz generated always as (
    case when order_template is not null and order_id is null and not order_refused and deleted_at is null
      and status in ('OPEN', 'IN_PROGRESS') then due_at end) stored,
  constraint one_task_an_occurrence unique (schedule_id, occurrence)
);
create index task_by_time on tasks.task (created_at desc, id desc);
create index task_by_update on tasks.task (updated_at, id);
create index task_by_due on tasks.task (due_order, id);
create index task_by_urgency on tasks.task (urgency, id);
create index task_by_status on tasks.task (status, created_at desc, id desc);
create index task_by_assignee on tasks.task (assignee, created_at desc, id desc) where assignee is not null;
create index task_by_order on tasks.task (order_id, created_at desc, id desc) where order_id is not null;
create index task_by_tag on tasks.task using gin (tags);
create index task_by_words on tasks.task using gin (tasks.words(title, description));
create index task_to_remind on tasks.task (remind_at) where remind_at is not null;
create index task_to_order on tasks.task (order_due_at) where order_due_at is not null;
create index task_deleted on tasks.task (deleted_at) where deleted_at is not null;
create unique index one_duty_at_a_time on tasks.task (duty, about)
  where duty is not null and deleted_at is null and status in ('OPEN', 'IN_PROGRESS');

-- Facts from which something has still to follow.
create table tasks.consequence (
  fact    bigint      primary key,
  task_id uuid        not null,
  told_at timestamptz not null
);
create index consequence_by_task on tasks.consequence (task_id);
create index consequence_by_time on tasks.consequence (told_at);
