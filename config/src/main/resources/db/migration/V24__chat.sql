create schema chat;

-- What somebody was asked last and has not answered, until it is too late for an answer.
create table chat.conversation (
  user_id    text        primary key,
  pending    jsonb,
  unfinished text,
  expires_at timestamptz
);

-- What was said and what came of it; of each person, the latest only.
create table chat.turn (
  id      uuid        primary key,
  user_id text        not null,
  message text        not null,
  reply   jsonb       not null,
  said_at timestamptz not null
);
create index turn_of_user on chat.turn (user_id, said_at, id);
