create schema inventory;

-- What was ever delivered is on hand, reserved or consumed. On hand falls below zero when a stocktaking finds less than
-- was promised.
create table inventory.stock (
  ingredient    text   primary key check (ingredient ~ '^[a-z0-9-]{1,64}$'),
  unit          text   not null check (unit in ('g', 'ml', 'piece')),
  on_hand       bigint not null,
  reserved      bigint not null default 0 check (reserved >= 0),
  consumed      bigint not null default 0 check (consumed >= 0),
  delivered     bigint not null check (delivered >= 0),
  low_threshold bigint not null check (low_threshold >= 0),
  version       bigint not null default 0,
  constraint nothing_appears_or_vanishes check (on_hand + reserved + consumed = delivered)
);

create table inventory.reservation (
  order_id   text   not null,
  ingredient text   not null references inventory.stock,
  quantity   bigint not null check (quantity > 0),
  status     text   not null default 'HELD' check (status in ('HELD', 'RELEASED', 'CONSUMED')),
  primary key (order_id, ingredient)
);

-- Some 400 portions of the starting menu.
insert into inventory.stock (ingredient, unit, on_hand, delivered, low_threshold) values
  ('bacon',             'g',      12000,  12000,  1200),
  ('baking-powder',     'g',       2000,   2000,   200),
  ('banana',            'g',      20000,  20000,  2000),
  ('blueberries',       'g',      16000,  16000,  1600),
  ('butter',            'g',       9000,   9000,   900),
  ('buttermilk',        'ml',     20000,  20000,  2000),
  ('chocolate-chips',   'g',       9000,   9000,   900),
  ('chocolate-sauce',   'ml',      8000,   8000,   800),
  ('coffee',            'g',       6000,   6000,   600),
  ('cream',             'ml',      9000,   9000,   900),
  ('egg',               'piece',    500,    500,    50),
  ('flour',             'g',      30000,  30000,  3000),
  ('gluten-free-flour', 'g',      16000,  16000,  1600),
  ('honey',             'g',       6000,   6000,   600),
  ('maple-syrup',       'ml',     18000,  18000,  1800),
  ('milk',              'ml',     60000,  60000,  6000),
  ('nuts',              'g',       6000,   6000,   600),
  ('oat-milk',          'ml',     20000,  20000,  2000),
  ('orange-juice',      'ml',     60000,  60000,  6000),
  ('pumpkin-puree',     'g',      12000,  12000,  1200),
  ('pumpkin-spice',     'g',        600,    600,    60),
  ('strawberries',      'g',      12000,  12000,  1200),
  ('sugar',             'g',       5000,   5000,   500),
  ('tea-bag',           'piece',    300,    300,    30);
