// The best 50 documents seen so far: higher score first, then the lower document number.

export const HITS = 50

export class TopHits {
  #size = 0
  readonly #documents: Uint32Array = new Uint32Array(HITS)
  readonly #scores: Float32Array = new Float32Array(HITS)

  /** A document must score above this to enter, when documents come by ascending number; below zero while there is room. */
  get threshold(): number {
    return this.#size < HITS ? -1 : this.#scores[HITS - 1]!
  }

  /** Offers a document with a higher number than all before. */
  offer(document: number, score: number): void {
    if (!(score > this.threshold)) return
    let place = this.#size < HITS ? this.#size++ : HITS - 1
    while (place > 0 && this.#scores[place - 1]! < score) {
      this.#scores[place] = this.#scores[place - 1]!
      this.#documents[place] = this.#documents[place - 1]!
      place--
    }
    this.#scores[place] = score
    this.#documents[place] = document
  }

  /** Best first. */
  documents(): Uint32Array {
    return this.#documents.slice(0, this.#size)
  }

  scores(): Float32Array {
    return this.#scores.slice(0, this.#size)
  }
}
