-- What the fact says when the timer fires, besides its kind.
alter table timers.timer add column payload jsonb not null default '{}' check (jsonb_typeof(payload) = 'object');

update timers.timer set kind = 'PAYMENT_RETRY', payload = jsonb_build_object('orderId', subject) where kind = 'payment-retry';

create index timer_by_time on timers.timer (due_at desc, id desc);
create index timer_by_subject on timers.timer (subject, due_at desc, id desc);
