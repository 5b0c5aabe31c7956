// Ctrl-C asks for a stop at the next safe point; a second one stops at once (the run directory survives that too).
export function interruptSignal(): AbortSignal {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130)
    process.stderr.write('\nstopping at the next safe point; press Ctrl-C again to stop at once\n')
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return controller.signal
}
