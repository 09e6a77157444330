-- What may stand in for a dish, a topping or a drink that runs out, the best first. What people may have to avoid stands in for nothing.
alter table menu.dish add column substitutes jsonb not null default '[]' check (jsonb_typeof(substitutes) = 'array');

update menu.dish set substitutes = rule.substitutes, version = version + 1
from (values
    ('buttermilk-pancakes',     '["plain-pancakes"]'::jsonb),
    ('blueberry-pancakes',      '["banana-pancakes", "plain-pancakes"]'),
    ('chocolate-chip-pancakes', '["banana-pancakes", "plain-pancakes"]'),
    ('banana-pancakes',         '["buttermilk-pancakes", "plain-pancakes"]'),
    ('pumpkin-pancakes',        '["banana-pancakes", "plain-pancakes"]'),
    ('waffles',                 '["plain-pancakes"]'),
    ('strawberries',            '["blueberries", "banana-slices"]'),
    ('blueberries',             '["strawberries", "banana-slices"]'),
    ('honey',                   '["maple-syrup"]'),
    ('chocolate-sauce',         '["maple-syrup"]'),
    ('coffee',                  '["tea"]')) as rule (sku, substitutes)
where dish.sku = rule.sku;

-- What an order that waits is short of, whether it ever was, and what its customer wants then.
alter table orders.customer_order
  add column substitutions text check (substitutions in ('ASK', 'NEVER')),
  add column shortage      jsonb,
  add column was_short     boolean not null default false;
