// Bounds the work of one question to a game (its operators, its goal, a text), so that a damaged or hostile game ends in
// an error instead of a search over all combinations of its objects. Real games need a few thousand units.
import { GigpoError } from '@gigpo/core'

const LIMIT = 2 ** 22

export class WorkMeter {
  #spent = 0

  /** Before each question. */
  reset(): void {
    this.#spent = 0
  }

  /** One unit is a row or an object that is tried. @throws GigpoError `data` beyond the limit. */
  spend(units = 1): void {
    this.#spent += units
    if (this.#spent > LIMIT) {
      throw new GigpoError('data', `a condition of this game takes more than ${LIMIT} combinations to decide`, {
        remedy:
          'Check the preconditions, the goal and the queries of the game: one of them binds its variables to too much.',
      })
    }
  }
}
