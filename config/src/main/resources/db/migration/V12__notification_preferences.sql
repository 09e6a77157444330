update notifications.notification
  set channel = 'IN_APP', type = case type when 'RECEIVED' then 'ORDER_CREATED' else 'ORDER_' || type end;

-- A milestone has the fact that it tells of; what people send has none.
alter table notifications.notification
  alter column event_id drop not null,
  drop constraint notification_event_id_channel_key,
  add constraint milestone_is_told_once unique (event_id, user_id, channel, type);

drop index notifications.notification_by_order, notifications.notification_by_user;
create index notification_by_time on notifications.notification (created_at desc, id desc);
create index notification_by_order on notifications.notification (order_id, created_at desc, id desc);
create index notification_by_user on notifications.notification (user_id, created_at desc, id desc);

-- What users want to be told; null is everything, and so is no row.
create table notifications.preference (
  user_id    text primary key,
  channels   text[],
  milestones text[]
);

-- Not only orders are acknowledged under a key.
alter table orders.idempotency_key rename column order_id to subject;
