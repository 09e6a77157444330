create schema live;

-- Where every order is, as its followers were last told.
create table live.order_position (
  order_id    text        primary key,
  customer_id text        not null,
  status      text        not null,
  seq         bigint      not null,
  since       timestamptz not null,
  answer      text        not null
);
