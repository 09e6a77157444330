create schema timers;

create table timers.timer (
  id       uuid        primary key,
  kind     text        not null,
  subject  text        not null,
  due_at   timestamptz not null,
  status   text        not null default 'PENDING' check (status in ('PENDING', 'PROCESSED', 'CANCELLED')),
  attempts int         not null default 0,
  fired_at timestamptz
);
create unique index timer_pending on timers.timer (kind, subject) where status = 'PENDING';
create index timer_due on timers.timer (due_at) where status = 'PENDING';
