const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const DATE_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const NUMBER = new Intl.NumberFormat();

const currencies = new Map();

/** An amount in minor units as its currency is written: cents have two digits, yen none, fils three. */
export function money({ amount, currency }) {
  const format = currencyFormat(currency);
  return format.format(amount / 10 ** format.resolvedOptions().maximumFractionDigits);
}

/** What a person typed as an amount, in minor units; nothing for nothing. */
export const minorUnits = (typed, currency) => typed === '' ? undefined : Math.round(typed * 10 ** digits(currency));

/** The least amount that can be typed: 0.01 for cents, 1 for yen. */
export const leastAmount = currency => (10 ** -digits(currency)).toFixed(digits(currency));

const digits = currency => currencyFormat(currency).resolvedOptions().maximumFractionDigits;

function currencyFormat(currency) {
  if (!currencies.has(currency)) {
    currencies.set(currency, new Intl.NumberFormat(undefined, { style: 'currency', currency }));
  }
  return currencies.get(currency);
}

export const number = value => NUMBER.format(value);

export const time = instant => TIME.format(new Date(instant));

/** The time alone for today, else with its date. */
export function moment(instant) {
  const date = new Date(instant);
  return (date.toDateString() === new Date().toDateString() ? TIME : DATE_TIME).format(date);
}

/** `COMPENSATION_FAILED` as "Compensation failed", `maple-syrup` as "maple syrup". */
export function words(name) {
  const lower = name.replaceAll(/[_-]/g, ' ');
  return name === name.toUpperCase() ? lower[0] + lower.slice(1).toLowerCase() : lower;
}

/** As much of an id as people need to tell two apart; time-ordered ids differ at their end. */
export const short = id => id.length > 12 ? `…${id.slice(-8)}` : id;

/** A line of an order or a ticket: "2 × Waffles (large, with nuts, without butter)". */
export function line(item) {
  const wishes = [
    ...(item.size === 'REGULAR' ? [] : [item.size.toLowerCase()]),
    ...item.with.map(sku => `with ${words(sku)}`),
    ...item.without.map(sku => `without ${words(sku)}`),
  ];
  return `${number(item.quantity)} × ${item.name}${wishes.length ? ` (${wishes.join(', ')})` : ''}`;
}
