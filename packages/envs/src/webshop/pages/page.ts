// The one typed page model. A page is an ordered list of segments; the text an agent reads, the clickable actions and the
// HTML a person sees are all printers of it, so they cannot drift apart.

export type PageKind = 'index' | 'results' | 'item' | 'description' | 'features' | 'reviews' | 'attributes' | 'done'

/** What a text is, so that the HTML printer can give it its place; the text printer ignores it. */
export type TextRole =
  | 'shop' // the shop's name on the index page
  | 'label' // 'Instruction:' and other fixed words
  | 'instruction'
  | 'header' // 'Page 1 (Total results: 50)'
  | 'option-name'
  | 'title'
  | 'price'
  | 'rating'
  | 'description'
  | 'bullet'
  | 'attribute'
  | 'receipt' // everything on the page after a purchase

export type Segment =
  | { readonly kind: 'text'; readonly role: TextRole; readonly text: string }
  /** `label` as shown; where it can be clicked, its lower-case form is the click. In `fixed` the index page's 'Search' is shown only. */
  | { readonly kind: 'button'; readonly label: string; readonly clickable: boolean }
  /** A product in a list of results, shown and clicked by its asin. */
  | { readonly kind: 'link'; readonly asin: string; readonly product: number; readonly visited: boolean }
  | { readonly kind: 'option'; readonly group: string; readonly value: string; readonly chosen: boolean }
  /** The search bar. Prints no text. */
  | { readonly kind: 'input'; readonly name: 'search_query' }

export interface Page {
  readonly kind: PageKind
  /** Path in the original's scheme, for example `/search_results/fixed_0/red+shoes/1`. */
  readonly url: string
  readonly segments: readonly Segment[]
}
