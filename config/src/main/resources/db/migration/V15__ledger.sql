alter table payments.payment
  add column number    int    not null default 1,
  add column captured  bigint not null default 0 check (captured >= 0),
  add column refunding bigint not null default 0 check (refunding >= 0),
  add column refunded  bigint not null default 0 check (refunded >= 0),
  add column reference text,
  add constraint not_more_back_than_was_taken check (refunding + refunded <= captured),
  add constraint not_more_taken_than_was_held check (captured <= amount),
  drop constraint payment_order_id_key,
  add constraint one_payment_a_number unique (order_id, number);
alter table payments.payment alter column number drop default;
update payments.payment set captured = amount where status = 'CAPTURED';
update payments.payment set status = 'PENDING_PAYMENT' where status = 'PENDING';

-- Money on its way back to customers.
create table payments.refund (
  id         uuid        primary key,
  payment_id uuid        not null references payments.payment,
  order_id   text        not null,
  amount     bigint      not null check (amount > 0),
  currency   text        not null,
  reason     text        not null,
  status     text        not null check (status in ('PENDING', 'DONE')),
  attempts   int         not null,
  created_at timestamptz not null,
  done_at    timestamptz
);
create index refund_by_order on payments.refund (order_id);
create index refund_pending on payments.refund (created_at) where status = 'PENDING';

alter table payments.escrow
  add column released bigint not null default 0 check (released >= 0),
  add column refunded bigint not null default 0 check (refunded >= 0),
  add column version  bigint not null default 0,
  add constraint not_more_than_was_placed check (released + refunded <= amount);
update payments.escrow set released = amount where status = 'RELEASED';
update payments.escrow set refunded = amount where status = 'REFUNDED';

-- The double-entry ledger. Owed to the account's owner is positive.
create table payments.ledger_transaction (
  id        uuid        primary key,
  order_id  text        not null,
  kind      text        not null,
  key       text        not null unique,
  currency  text        not null,
  posted_at timestamptz not null,
  posted_by xid8        not null default pg_current_xact_id()
);
create index ledger_by_order on payments.ledger_transaction (order_id);

create table payments.ledger_entry (
  line           bigint generated always as identity primary key,
  transaction_id uuid   not null references payments.ledger_transaction,
  account        text   not null
    check (account in ('CUSTOMER', 'GATEWAY', 'ESCROW', 'RUNNER', 'MERCHANT', 'PLATFORM', 'REFUNDS')),
  owner          text   not null,
  amount         bigint not null check (amount <> 0)
);
create index ledger_entry_by_transaction on payments.ledger_entry (transaction_id);
create index ledger_entry_by_account on payments.ledger_entry (account, owner);

create function payments.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'what is in the ledger is never changed';
end $$;
create trigger ledger_transaction_is_append_only before update or delete or truncate on payments.ledger_transaction
  execute function payments.refuse_change();
create trigger ledger_entry_is_append_only before update or delete or truncate on payments.ledger_entry
  execute function payments.refuse_change();

-- The lines of a transaction are written in one statement, in the database transaction that opens it, and sum to zero.
create function payments.refuse_imbalance() returns trigger language plpgsql as $$
begin
  if exists (select from fresh group by transaction_id having sum(amount) <> 0) then
    raise exception 'the entries of a ledger transaction must sum to zero';
  end if;
  if exists (
      select from fresh f join payments.ledger_transaction t on t.id = f.transaction_id
      where t.posted_by <> pg_current_xact_id()
         or (select count(*) from payments.ledger_entry e where e.transaction_id = t.id)
            <> (select count(*) from fresh g where g.transaction_id = t.id)) then
    raise exception 'a ledger transaction is written at once';
  end if;
  return null;
end $$;
create trigger ledger_entry_is_balanced after insert on payments.ledger_entry referencing new table as fresh
  for each statement execute function payments.refuse_imbalance();

-- Orders that were paid for before there was a ledger.
insert into payments.ledger_transaction (id, order_id, kind, key, currency, posted_at)
select gen_random_uuid(), order_id, 'opening', 'opening:' || order_id, currency, updated_at from payments.escrow
where status <> 'REFUNDED' and amount > 0;
insert into payments.ledger_entry (transaction_id, account, owner, amount)
select t.id, line.account, line.owner, line.amount
from payments.ledger_transaction t
join payments.escrow e on e.order_id = t.order_id
join orders.customer_order o on o.id = t.order_id
cross join lateral (values
  (case when e.status = 'PLACED' then 'CUSTOMER' else 'GATEWAY' end, case when e.status = 'PLACED' then o.customer_id else '' end, -e.amount),
  (case when e.status = 'PLACED' then 'ESCROW' else 'MERCHANT' end, case when e.status = 'PLACED' then e.order_id else 'kitchen' end, e.amount))
  as line (account, owner, amount)
where t.kind = 'opening';

alter table payments.simulated_charge
  add column method   text   not null default 'card',
  add column captured bigint not null default 0;
update payments.simulated_charge set captured = amount where status = 'CAPTURED';
create table payments.simulated_refund (
  key    text   primary key,
  charge text   not null references payments.simulated_charge,
  amount bigint not null check (amount > 0)
);
