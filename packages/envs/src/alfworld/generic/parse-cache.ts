// Domains and grammars are shared by all games of a release, so the last few are kept by their text.

/** Remembers results of a parser, dropping the oldest beyond `capacity`. Failures are not remembered. */
export function cacheByText<Parsed>(parse: (text: string) => Parsed, capacity: number): (text: string) => Parsed {
  const cache = new Map<string, Parsed>()
  return (text) => {
    let parsed = cache.get(text)
    if (parsed === undefined) {
      parsed = parse(text)
      cache.set(text, parsed)
      if (cache.size > capacity) cache.delete(cache.keys().next().value!)
    }
    return parsed
  }
}
