alter table notifications.notification
  add column task_id  text,
  add column attempts integer not null default 0,
  -- When one that leaves the house is handed over next; whoever does that puts it off first, so that nobody else does too.
  add column due_at   timestamptz;

create index notification_by_task on notifications.notification (task_id, created_at desc, id desc);
create index notification_due on notifications.notification (due_at) where status = 'PENDING';

-- {from, to, zone}; null is no quiet. Channels that are null are the application alone.
alter table notifications.preference add column quiet_hours jsonb;

create table notifications.webhook (
  id            uuid        primary key,
  url           text        not null,
  description   text,
  secret        text        not null,
  user_id       text,
  topics        jsonb       not null,
  types         jsonb       not null,
  status        text        not null check (status in ('ACTIVE', 'PAUSED', 'DISABLED')),
  failing_since timestamptz,
  -- Until then a failing one is left alone.
  retry_at      timestamptz,
  created_at    timestamptz not null
);
create index webhook_by_time on notifications.webhook (created_at desc, id desc);
create index webhook_by_user on notifications.webhook (user_id) where user_id is not null;

-- One attempt to hand one message over, made or due.
create table notifications.webhook_delivery (
  id              uuid        primary key,
  webhook_id      uuid        not null references notifications.webhook on delete cascade,
  message_id      uuid        not null,
  type            text        not null,
  of_notification boolean     not null,
  attempt         integer     not null,
  status          text        not null check (status in ('PENDING', 'SENT', 'FAILED')),
  due_at          timestamptz not null,
  code            integer,
  millis          bigint,
  error           text,
  created_at      timestamptz not null,
  ended_at        timestamptz,
  constraint an_attempt_is_made_once unique (webhook_id, message_id, attempt)
);
create index webhook_delivery_due on notifications.webhook_delivery (due_at) where status = 'PENDING';
create index webhook_delivery_by_webhook on notifications.webhook_delivery (webhook_id, created_at desc, id desc);
create index webhook_delivery_by_message on notifications.webhook_delivery (message_id);
