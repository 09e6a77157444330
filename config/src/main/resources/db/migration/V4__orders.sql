create schema orders;

create table orders.customer_order (
  id             text        primary key,
  customer_id    text        not null,
  status         text        not null,
  text           text,
  items          jsonb       not null,
  fulfilment     jsonb       not null,
  payment_method text        not null,
  note           text,
  total_amount   bigint,
  total_currency text,
  reason         jsonb,
  holds          text        not null,
  saga           text,
  fact           bigint      not null,
  trace          text        not null,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  confirmed_at   timestamptz,
  swept_at       timestamptz,
  version        bigint      not null
);
create index order_by_age on orders.customer_order (created_at desc, id desc);
create index order_by_customer on orders.customer_order (customer_id, created_at desc, id desc);
create index order_under_way on orders.customer_order (updated_at)
  where status not in ('COMPLETED', 'REJECTED', 'CANCELLED');

-- What was answered under an Idempotency-Key.
create table orders.idempotency_key (
  key         text        primary key,
  fingerprint text        not null,
  order_id    text        not null,
  answer      text        not null,
  created_at  timestamptz not null default now()
);
