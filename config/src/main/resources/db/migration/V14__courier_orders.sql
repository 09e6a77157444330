-- What an order costs, in parts, and what it needs to know while a runner brings it.
alter table orders.customer_order
  add column tip                   bigint  not null default 0 check (tip >= 0),
  add column max_total             bigint,
  add column charges               jsonb,
  add column limit_amount          bigint,
  add column question              jsonb,
  add column settlement            jsonb,
  add column in_saga               boolean not null default false,
  add column runner_id             text,
  add column delivery_confirmed_at timestamptz;

update orders.customer_order set
  limit_amount = total_amount,
  in_saga = saga is not null and status in ('RECEIVED', 'ANALYZED', 'RESERVED', 'PAID', 'COMPENSATING', 'COMPENSATION_FAILED'),
  charges = case when total_amount is not null then jsonb_build_object(
    'goods',       jsonb_build_object('amount', total_amount, 'currency', total_currency),
    'deliveryFee', jsonb_build_object('amount', 0, 'currency', total_currency),
    'platformFee', jsonb_build_object('amount', 0, 'currency', total_currency),
    'tip',         jsonb_build_object('amount', 0, 'currency', total_currency)) end;

-- A ticket on the pass is held by its order until it is handed over.
update orders.customer_order set holds = trim(holds || ' TICKET') where status = 'PREPARING';
update orders.customer_order set holds = trim(holds || ' MEAL') where status = 'READY';

alter table kitchen.ticket drop constraint ticket_status_check;
alter table kitchen.ticket add constraint ticket_status_check check (status in ('PREPARING', 'READY', 'WITHDRAWN'));
