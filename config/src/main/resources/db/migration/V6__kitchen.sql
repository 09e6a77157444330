create schema kitchen;

create table kitchen.ticket (
  id        uuid        primary key,
  order_id  text        not null unique,
  items     jsonb       not null,
  note      text,
  status    text        not null check (status in ('PREPARING', 'READY')),
  opened_at timestamptz not null,
  ready_at  timestamptz
);
create index ticket_on_the_pass on kitchen.ticket (opened_at) where status = 'PREPARING';
