// Lists inside one entry of an address's query, such as the runs of a comparison: joined by commas, which the items may have.

export function joinList(items: readonly string[]): string {
  return items.map((item) => item.replace(/%/g, '%25').replace(/,/g, '%2C')).join(',')
}

/** The inverse of `joinList`, without empty and repeated items. */
export function splitList(text: string | null): string[] {
  const items = (text ?? '').split(',').map((item) => item.replace(/%2C/gi, ',').replace(/%25/g, '%'))
  return withoutDuplicates(items).filter((item) => item !== '')
}

/** The list without the item where it has it, with it at the end where not. */
export function toggleItem(items: readonly string[], item: string): string[] {
  return items.includes(item) ? items.filter((other) => other !== item) : [...items, item]
}

/** In the order in which they first occur. */
export function withoutDuplicates<T>(items: readonly T[]): T[] {
  return [...new Set(items)]
}
