// Files that are named by the iteration they belong to: episodes/12.jsonl, eval/12.json, checkpoints/12.

/** The numbers of names like `12.jsonl`, ascending. A name that says the same number in another way is not one of ours. */
export function numbered(names: readonly string[], suffix: string): number[] {
  return names
    .filter((name) => name.endsWith(suffix) && /^(0|[1-9]\d{0,14})$/.test(name.slice(0, name.length - suffix.length)))
    .map((name) => Number(name.slice(0, name.length - suffix.length)))
    .sort((a, b) => a - b)
}
