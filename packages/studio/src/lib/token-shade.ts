// How strongly a sampled token is shaded by how unlikely it was.

/** Nats at which the shade is full: a token of 1 in 55. */
const FULL = 4

/** 0 for a certain token, 1 for one of −4 nats or less. */
export function surprise(logprob: number): number {
  return Math.min(1, Math.max(0, -logprob / FULL))
}

/** A token's text with what cannot be seen made visible. */
export function visibleToken(text: string): string {
  return text === '' ? '∅' : text.replace(/\n/g, '⏎\n').replace(/\t/g, '⇥')
}
