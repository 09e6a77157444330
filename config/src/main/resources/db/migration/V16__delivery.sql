create schema delivery;

-- What there is to know about bringing an order, beside the order itself.
create table delivery.job (
  order_id          text        primary key,
  code              text        not null,
  wrong_codes       int         not null,
  offered_at        timestamptz not null,
  unreachable_since timestamptz,
  version           bigint      not null
);

create table delivery.rating (
  order_id  text        primary key,
  runner_id text        not null,
  stars     int         not null check (stars between 1 and 5),
  comment   text,
  rated_at  timestamptz not null
);
