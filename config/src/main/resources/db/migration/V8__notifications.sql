create schema notifications;

create table notifications.notification (
  id            uuid        primary key,
  event_id      uuid        not null,
  order_id      text,
  user_id       text        not null,
  type          text        not null,
  channel       text        not null,
  text          text        not null,
  status        text        not null check (status in ('PENDING', 'SENT', 'FAILED')),
  created_at    timestamptz not null,
  sent_at       timestamptz,
  error_message text,
  unique (event_id, channel)
);
create index notification_by_order on notifications.notification (order_id, created_at);
create index notification_by_user on notifications.notification (user_id, created_at desc);
