create schema users;

-- A person, and in what roles. Someone is blocked as long as there is a reason for it.
create table users.person (
  id             text        primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  name           text        not null,
  email          text,
  roles          varchar[]   not null
    check (cardinality(roles) > 0 and roles <@ array['CUSTOMER', 'RUNNER', 'STAFF', 'OPERATOR']::varchar[]),
  blocked_reason text,
  rating_sum     bigint      not null,
  rating_count   bigint      not null,
  created_at     timestamptz not null,
  version        bigint      not null,
  constraint one_to_five_stars check (rating_count >= 0 and rating_sum between rating_count and 5 * rating_count)
);
create index person_by_role on users.person using gin (roles);
