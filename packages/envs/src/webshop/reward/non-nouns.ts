// Words of product titles that are not nouns. The original asks spaCy; here everything is a noun unless it is in this list, is
// a number or ends like an adjective. It decides only how much a wrong purchase scores.

export const NON_NOUNS: ReadonlySet<string> = new Set(
  `a an the and or but nor of for with without to in on at by from as off into onto out over under up down all any both each
  every few more most much many no not non other same some such only own very too so than then that this these those it its
  is are was be been being has have had do does did can will would should could may might must your our their his her my you
  we they he she who which what when where how why if while between through during before after above below about against
  one two three four five six seven eight nine ten eleven twelve twenty hundred thousand first second third

  black white red blue green yellow pink purple brown grey gray orange beige ivory multicolor colorful dark light bright
  navy teal khaki golden

  adjustable new old big small large medium mini long short high low wide narrow thick thin tall deep flat round square
  oval heavy soft hard strong warm cool cold hot dry wet fresh clean clear pure natural organic vegan raw whole full empty
  half double single dual triple multi extra super ultra premium deluxe luxury classic modern contemporary vintage retro
  antique traditional rustic elegant fashionable stylish trendy sexy cute funny happy lovely beautiful pretty perfect great
  good best better nice ideal unique special original authentic genuine real fake artificial faux synthetic wooden plush
  fluffy cozy comfy casual formal athletic sporty outdoor indoor external internal upper lower inner outer front rear back
  left right top bottom floral graphic plain solid striped smart digital electric electronic wireless wired portable compact
  lightweight universal compatible suitable available easy quick fast slow instant automatic manual magnetic acoustic
  professional creative decorative personal professional permanent temporary daily seasonal summery safe secure gentle mild
  sensitive oily dry curly straight slim skinny slippery loose tight stretchy elastic flexible foldable rigid sturdy durable
  reversible interchangeable removable detachable replaceable reusable disposable washable resealable breathable waterproof
  windproof shockproof resistant proof free friendly crisp crunchy spicy sweet sour salty savory bitter delicious tasty
  healthy gluten-free female male unisex feminine masculine young older adult metallic transparent translucent opaque matte
  glossy shiny smooth rough fuzzy heavy-duty certified assorted various different similar additional complete total overall
  oral facial dental cosmetic medical thermal optical stereo compact cordless corded rechargeable refillable essential
  american european italian french korean japanese chinese british german mexican

  find make makes made making get gets go goes use uses used using come comes keep keeps give gives take takes let lets put
  fit fits look looks help helps include includes including contain contains featuring features need needs want wants buy
  work works protect protects reduce reduces easily extremely really perfectly fully highly also just always never ever
  here there now again once together apart away etc per via plus minus`.split(/\s+/),
)
