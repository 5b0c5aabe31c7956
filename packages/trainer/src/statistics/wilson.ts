// Interval of a success rate: Wilson's score interval (JASA 22, 1927), which stays inside [0, 1] and keeps its coverage
// near 0 and 1 and for small panels, where the textbook normal interval does not.

const Z_95 = 1.959963984540054

/** 95 % interval of the probability behind `successes` of `trials`. @throws RangeError unless 0 ≤ successes ≤ trials, trials > 0. */
export function wilsonInterval(successes: number, trials: number): [low: number, high: number] {
  if (!(trials > 0 && successes >= 0 && successes <= trials)) {
    throw new RangeError(`expected 0 ≤ successes ≤ trials and trials > 0, received ${successes} of ${trials}`)
  }
  const rate = successes / trials
  const spread = Z_95 ** 2 / trials
  const centre = (rate + spread / 2) / (1 + spread)
  const half = (Z_95 * Math.sqrt((rate * (1 - rate)) / trials + spread / (4 * trials))) / (1 + spread)
  return [successes === 0 ? 0 : Math.max(0, centre - half), successes === trials ? 1 : Math.min(1, centre + half)]
}
