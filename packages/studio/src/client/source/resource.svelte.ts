// A value that is fetched, fetched again when what it depends on changes, and kept on the page while that goes on: a reader
// never loses what is on the screen to a request that fails.
import type { StudioChange, StudioSource } from '../../api/contract.ts'

export interface Resource<T> {
  /** Undefined until the first answer. */
  readonly value: T | undefined
  /** Of the last request, where it failed; `value` is then what came before. */
  readonly problem: Error | undefined
  readonly loading: boolean
  /** Unix milliseconds of the last answer. */
  readonly loadedAt: number | undefined
  refresh(): void
}

export interface ResourceOptions {
  /** What to watch. A function, since the properties of a component are read where they are used. */
  readonly source?: () => StudioSource
  /** Whether a change asks for a new value; without it changes are not watched. */
  readonly changed?: (change: StudioChange) => boolean
  /** Least milliseconds between two requests that changes ask for; default 1,000. */
  readonly everyMs?: number
  /** Whether a new set of dependencies clears the old value (another run), or keeps it until the new one is there (another sort). */
  readonly clear?: boolean
}

/** Runs `load` inside an effect: whatever state it reads before its first `await` asks for a new value when it changes. */
export function resource<T>(load: () => Promise<T>, options: ResourceOptions = {}): Resource<T> {
  let value: T | undefined = $state.raw()
  let problem: Error | undefined = $state.raw()
  let loading = $state(true)
  let loadedAt: number | undefined = $state()
  let asked = $state(0)
  let request = 0
  let lastAsked = -1

  $effect(() => {
    const mine = ++request
    if (options.clear === true && lastAsked === asked) value = undefined
    lastAsked = asked
    loading = true
    load().then(
      (answer) => {
        if (mine !== request) return
        value = answer
        problem = undefined
        loading = false
        loadedAt = Date.now()
      },
      (error: unknown) => {
        if (mine !== request) return
        problem = error instanceof Error ? error : new Error(String(error))
        loading = false
      },
    )
  })
  const refresh = (): void => {
    asked++
  }

  $effect(() => {
    const { source, changed, everyMs = 1_000 } = options
    if (source === undefined || changed === undefined) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let wasConnected = true
    const soon = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined
        refresh()
      }, everyMs)
    }
    const stop = source().watch(
      (change) => {
        if (changed(change)) soon()
      },
      (connected) => {
        if (connected && !wasConnected) soon()
        wasConnected = connected
      },
    )
    return () => {
      clearTimeout(timer)
      stop()
    }
  })

  return {
    get value() {
      return value
    },
    get problem() {
      return problem
    },
    get loading() {
      return loading
    },
    get loadedAt() {
      return loadedAt
    },
    refresh,
  }
}
