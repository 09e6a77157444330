create schema operations;

-- Messages that nobody could process, kept until an operator has dealt with them.
create table operations.dead_letter (
  id          uuid        primary key,
  address     text        not null,
  order_id    text,
  fact        bigint,
  body        text,
  died_at     timestamptz not null,
  dealt_with_at timestamptz
);
create index dead_letter_open on operations.dead_letter (died_at) where dealt_with_at is null;
