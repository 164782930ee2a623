// Of many measurements, one.

const sorted = (values) => [...values].sort((left, right) => left - right);

/** The value below which this part of them lies: 0.5 is the median. */
export function quantile(values, part) {
  const all = sorted(values);
  return all[Math.min(all.length - 1, Math.floor(all.length * part))];
}

export const median = (values) => quantile(values, 0.5);

/** Two figures after the first that is not zero. */
export const rounded = (value) => (value === undefined ? undefined : Number(value.toPrecision(3)));
