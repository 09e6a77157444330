create schema payments;

create table payments.payment (
  id         uuid        primary key,
  order_id   text        not null unique,
  amount     bigint      not null check (amount >= 0),
  currency   text        not null,
  method     text        not null,
  status     text        not null,
  attempts   int         not null,
  code       text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version    bigint      not null
);

-- Money set apart for an order until it is done.
create table payments.escrow (
  order_id   text        primary key,
  amount     bigint      not null check (amount >= 0),
  currency   text        not null,
  status     text        not null check (status in ('PLACED', 'RELEASED', 'REFUNDED')),
  updated_at timestamptz not null
);

-- The books of the simulated gateway: an outside party, with a memory of its own.
create table payments.simulated_charge (
  key        text        primary key,
  amount     bigint      not null,
  currency   text        not null,
  status     text        not null check (status in ('AUTHORIZED', 'DECLINED', 'CAPTURED', 'CANCELLED')),
  code       text,
  calls      int         not null
);
