// A row of the table: what was measured, of which peer, against which goal.

import { rounded } from "./statistics.js";

/** A rate against a peer's, taken in the same run: the ratio has to reach the goal. */
export function atLeast(what, goal, ours, peer, theirs, note) {
  return ratio(what, `≥ ${goal}`, ours, peer, theirs, (value) => value >= goal, note);
}

/** A time or a size against a peer's: the ratio may not exceed the goal. */
export function atMost(what, goal, ours, peer, theirs, note) {
  return ratio(what, `≤ ${goal}`, ours, peer, theirs, (value) => value <= goal, note);
}

function ratio(what, goal, ours, peer, theirs, reached, note) {
  const value = ours.value / theirs;
  return {
    what,
    measured: rounded(ours.value),
    unit: ours.unit,
    peer: { name: peer, measured: rounded(theirs) },
    ratio: rounded(value),
    goal,
    met: reached(value),
    note,
  };
}

/** A figure that has to stay below a limit. */
export function below(what, limit, value, unit, note) {
  return { what, measured: rounded(value), unit, goal: `< ${limit} ${unit}`, met: value < limit, note };
}

/** A figure that has to reach a limit. */
export function reaches(what, limit, value, unit, note) {
  return { what, measured: rounded(value), unit, goal: `≥ ${limit}`, met: value >= limit, note };
}

/** What there may be none of. */
export function none(what, count, unit, note) {
  return { what, measured: count, unit, goal: "0", met: count === 0, note };
}

/** A figure that has no goal. */
export function told(what, value, unit, note) {
  return { what, measured: rounded(value), unit, note };
}

/** A measurement that could not be taken: a failure. Why is only printed: it names what is on this machine. */
export function notMeasured(what, error) {
  console.error(`${what}: ${error instanceof Error ? error.message : error}`);
  return { what, met: false, failure: "not taken: the run has printed why" };
}
