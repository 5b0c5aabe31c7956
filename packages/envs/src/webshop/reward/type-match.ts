// Whether a bought product is the kind of thing that was wanted. Official `get_type_reward` (web_agent_site/engine/goal.py).
import type { Product } from '../products/product.ts'
import { pythonStrip } from '../python/python-text.ts'
import { titleNouns } from './title-nouns.ts'

export interface TypeMatch {
  /** 1, .5, .1 or 0; multiplies everything else. */
  readonly r_type: number
  readonly query_match: boolean
  /** At least two common parts of the product category. */
  readonly category_match: boolean
  /** Share of the wanted title's nouns that the bought title has; .2 where the wanted title has none. */
  readonly title_score: number
}

/** Judges products against one wanted product. */
export function typeMatcher(wanted: Product): (bought: Product) => TypeMatch {
  const nouns = wanted.nouns ?? titleNouns(wanted.title)
  const wantedNouns = new Set(nouns)
  const wantedParts = categoryParts(wanted)
  return (bought) => {
    const common = new Set((bought.nouns ?? titleNouns(bought.title)).filter((noun) => wantedNouns.has(noun)))
    const title_score = nouns.length === 0 ? 0.2 : common.size / nouns.length
    const query_match = bought.query === wanted.query
    const category_match = [...categoryParts(bought)].filter((part) => wantedParts.has(part)).length >= 2
    const like = query_match || category_match || title_score > 0.2
    const r_type = title_score === 0 ? 0 : title_score < 0.1 ? 0.1 : like ? 1 : 0.5
    return { r_type, query_match, category_match, title_score }
  }
}

function categoryParts({ productCategory }: Product): Set<string> {
  return new Set(productCategory.split('›').map((part) => pythonStrip(part)))
}
