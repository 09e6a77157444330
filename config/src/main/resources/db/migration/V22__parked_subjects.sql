-- What a subscription on Kafka could not take in, and why.
alter table operations.dead_letter
  add column subscription text,
  add column subject      text,
  add column error        text;
create index dead_letter_of_subject on operations.dead_letter (subscription, subject) where dealt_with_at is null;

-- Subjects with which a subscription cannot go on: what comes after the fact that failed waits for an operator, too.
create table operations.parked_subject (
  subscription text not null,
  subject      text not null,
  -- Place in the log of the fact that has been told again and with which it goes on; null while nobody has seen to it.
  resumes_at   bigint,
  primary key (subscription, subject)
);
