// The order of calls on one remote model: what changes it waits for everything before it and holds everything after it; what
// only reads it may run side by side.
export class Turns {
  #exclusive: Promise<unknown> = Promise.resolve()
  #shared: Promise<unknown>[] = []

  shared<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#exclusive.then(work)
    const over = settled(result).then(() => {
      this.#shared = this.#shared.filter((other) => other !== over)
    })
    this.#shared.push(over)
    return result
  }

  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = Promise.all([this.#exclusive, ...this.#shared]).then(work)
    this.#exclusive = settled(result)
    return result
  }
}

function settled(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch(() => undefined)
}
