-- Orders that are shipped: by when they must have ended, who carries them, how often their present step was tried.
alter table orders.customer_order
  add column deadline         timestamptz,
  add column carrier          text,
  add column carriers_tried   int     not null default 0 check (carriers_tried >= 0),
  add column review_requested boolean not null default false,
  add column retries          int     not null default 0 check (retries >= 0),
  add column waiting_for      text,
  add column way              text    generated always as (fulfilment ->> 'type') stored;
create index order_with_deadline on orders.customer_order (created_at) where deadline is not null;
create index order_by_runner on orders.customer_order (runner_id, created_at desc, id desc) where runner_id is not null;

-- The people that an order waits for, which every change of it writes down from now on.
update orders.customer_order set waiting_for = case
  when status = 'PREPARING' then 'kitchen'
  when status = 'READY' or status = 'DELIVERED' and delivery_confirmed_at is null then 'customer'
  when status = 'AVAILABLE' and holds !~ 'RUNNER' or status in ('ACCEPTED', 'PURCHASED', 'ON_THE_WAY') then 'runner'
  when status = 'COLLECTED' and fulfilment ->> 'type' = 'COURIER' then 'runner'
  when status = 'ON_SITE' and question is null then 'runner'
  when status = 'ON_SITE' and not coalesce((question ->> 'approved')::boolean, false) then 'customer' end;

-- The end of an order is looked up by what is proved from it.
create index event_that_ends_an_order on events.event (subject)
  where type in ('order.completed', 'order.rejected', 'order.cancelled');

create schema review;

-- What has to be looked at by a person; one row.
create table review.policy (
  only_row boolean primary key default true check (only_row),
  policy   jsonb   not null,
  version  bigint  not null
);
insert into review.policy (policy, version) values ('{
  "fulfilments": ["SHIPMENT"],
  "amountsAbove": {"USD": 50000, "EUR": 50000, "GBP": 40000, "JPY": 7500000, "BHD": 190000},
  "firstOrder": false,
  "homeCountries": ["US"],
  "confidenceBelow": 80,
  "expirySeconds": 86400,
  "onExpiry": "REJECT"
}', 0);

create table review.review (
  order_id     text        primary key,
  reasons      jsonb       not null,
  status       text        not null check (status in ('PENDING', 'APPROVED', 'REJECTED', 'EXPIRED', 'WITHDRAWN')),
  on_expiry    text        not null check (on_expiry in ('APPROVE', 'REJECT')),
  requested_at timestamptz not null,
  expires_at   timestamptz not null,
  decided_at   timestamptz,
  decided_by   text,
  why          text,
  version      bigint      not null
);
create index review_by_time on review.review (requested_at desc, order_id desc);

create schema shipping;

-- A parcel that is packed for an order and booked with one carrier; a further one for every further carrier.
create table shipping.shipment (
  id              uuid        primary key,
  order_id        text        not null,
  number          int         not null,
  carrier         text        not null,
  address         jsonb       not null,
  status          text        not null
    check (status in ('PREPARED', 'DISPATCHING', 'DISPATCHED', 'FAILED', 'VOIDING', 'VOIDED')),
  attempts        int         not null,
  ask_again_at    timestamptz,
  code            text,
  tracking_number text,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  version         bigint      not null,
  constraint one_shipment_a_number unique (order_id, number)
);

-- What the simulated carriers remember.
create table shipping.simulated_booking (
  key      text        primary key,
  carrier  text        not null,
  status   text        not null,
  calls    int         not null,
  ready_at timestamptz not null
);

-- A box that can be sent.
insert into inventory.stock (ingredient, unit, on_hand, delivered, low_threshold) values ('pancake-mix', 'piece', 400, 400, 40);
insert into menu.dish (sku, name, kind, price_amount, price_currency, sized, included, recipe, aliases) values
  ('pancake-mix', 'Pancake mix', 'DISH', 1200, 'USD', false, '[]', '{"pancake-mix": 1}', '["box of pancake mix", "pancake mix box"]');
