// Where an environment stands in its one episode. Every environment keeps the same rule with it: one reset, steps only after it
// and only until the end.
import { GigpoError } from '@gigpo/core'

export class EpisodePhase {
  #phase: 'new' | 'playing' | 'ended' = 'new'

  /** @throws GigpoError `contract` when the episode has begun. */
  begin(): void {
    if (this.#phase !== 'new')
      throw new GigpoError('contract', 'reset of an episode that has begun', {
        remedy: 'An environment lives for one episode: create a new one.',
      })
    this.#phase = 'playing'
  }

  /** @throws GigpoError `contract` before `begin` and after `end`. */
  assertPlaying(): void {
    if (this.#phase === 'playing') return
    const problem = this.#phase === 'new' ? 'step before reset' : 'step after the end of the episode'
    throw new GigpoError('contract', problem, {
      remedy: 'Call reset first, and step only until terminated or truncated.',
    })
  }

  end(): void {
    this.#phase = 'ended'
  }

  /** For forks. */
  copy(): EpisodePhase {
    const copy = new EpisodePhase()
    copy.#phase = this.#phase
    return copy
  }
}
