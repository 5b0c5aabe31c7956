// What can be true in a small world and how it is said: the one table that the generator writes from and the demonstrator
// reads with. Every relation has several wordings in documents ({s} said of {o}), as part of a question (a noun phrase
// around {}) and as the question itself, so that a question and the sentence that answers it rarely share their words.
// Invariants that reading relies on: names are runs of capitalised words and nothing else inside a sentence is
// capitalised; no two relations share a wording; a sentence begins with {s} or {o}.

export type Kind = 'person' | 'city' | 'country' | 'river' | 'company' | 'film' | 'book'

export interface Relation {
  readonly name: string
  readonly from: Kind
  readonly to: Kind
  /** Sentences of the subject's document. */
  readonly said: readonly string[]
  /** Noun phrases that name the object. */
  readonly noun: readonly string[]
  /** Questions for the object. */
  readonly asked: readonly string[]
}

function relation(
  name: string,
  from: Kind,
  to: Kind,
  said: readonly string[],
  noun: readonly string[],
  asked: readonly string[],
): Relation {
  return { name, from, to, said, noun, asked }
}

export const RELATIONS: readonly Relation[] = [
  relation(
    'birthplace',
    'person',
    'city',
    ['{s} was born in {o}', '{s} came into the world in {o}', '{s} is a native of {o}'],
    ['the birthplace of {}', 'the city where {} was born', 'the home town of {}'],
    ['In which city was {} born?', 'What is the birthplace of {}?'],
  ),
  relation(
    'employer',
    'person',
    'company',
    ['{s} works for {o}', '{s} earns a living at {o}', '{s} is on the staff of {o}'],
    ['the employer of {}', 'the company that pays {}'],
    ['Which company employs {}?', 'For which company does {} work?'],
  ),
  relation(
    'mentor',
    'person',
    'person',
    ['{s} studied under {o}', '{s} learned the trade from {o}', '{s} was taught by {o}'],
    ['the teacher of {}', 'the mentor of {}'],
    ['Who taught {}?', 'Under whom did {} study?'],
  ),
  relation(
    'country',
    'city',
    'country',
    ['{s} lies in {o}', '{s} belongs to {o}', '{s} is found in the east of {o}'],
    ['the country of {}', 'the nation that owns {}'],
    ['In which country is {}?', 'To which country does {} belong?'],
  ),
  relation(
    'river',
    'city',
    'river',
    ['{s} stands on the banks of {o}', '{o} runs through {s}', '{s} grew along {o}'],
    ['the river that runs through {}', 'the river at {}'],
    ['Which river runs through {}?', 'On which river does {} stand?'],
  ),
  relation(
    'capital',
    'country',
    'city',
    ['{s} has its capital at {o}', '{o} is the seat of government of {s}', '{s} is ruled from {o}'],
    ['the capital of {}', 'the seat of government of {}'],
    ['What is the capital of {}?', 'Which city is the seat of government of {}?'],
  ),
  relation(
    'president',
    'country',
    'person',
    ['{s} is led by {o}', '{o} is the president of {s}', '{s} chose {o} as its head of state'],
    ['the president of {}', 'the head of state of {}'],
    ['Who is the president of {}?', 'Who leads {}?'],
  ),
  relation(
    'crosses',
    'river',
    'country',
    ['{s} flows through {o}', '{s} crosses {o}', '{s} waters the plains of {o}'],
    ['the country that {} crosses', 'the land watered by {}'],
    ['Through which country does {} flow?', 'Which country does {} cross?'],
  ),
  relation(
    'mouth',
    'river',
    'city',
    ['{s} meets the sea at {o}', '{s} ends at {o}', '{s} empties into the bay of {o}'],
    ['the city at the mouth of {}', 'the city where {} ends'],
    ['Where does {} meet the sea?', 'Which city lies at the mouth of {}?'],
  ),
  relation(
    'founder',
    'company',
    'person',
    ['{s} was founded by {o}', '{o} started {s}', '{s} was set up by {o}'],
    ['the founder of {}', 'the person who started {}'],
    ['Who founded {}?', 'Who set up {}?'],
  ),
  relation(
    'headquarters',
    'company',
    'city',
    ['{s} is based in {o}', '{s} has its head office in {o}', '{s} keeps its headquarters in {o}'],
    ['the city where {} is based', 'the headquarters of {}'],
    ['Where is {} based?', 'In which city is the head office of {}?'],
  ),
  relation(
    'director',
    'film',
    'person',
    ['{s} was directed by {o}', '{o} shot {s}', '{s} was filmed by {o}'],
    ['the director of {}', 'the person who shot {}'],
    ['Who directed {}?', 'Who shot {}?'],
  ),
  relation(
    'studio',
    'film',
    'company',
    ['{s} was produced by {o}', '{s} was paid for by {o}', '{o} financed {s}'],
    ['the producer of {}', 'the company that financed {}'],
    ['Which company produced {}?', 'Which company paid for {}?'],
  ),
  relation(
    'author',
    'book',
    'person',
    ['{s} was written by {o}', '{o} wrote {s}', '{s} came from the pen of {o}'],
    ['the author of {}', 'the writer of {}'],
    ['Who wrote {}?', 'Who is the author of {}?'],
  ),
  relation(
    'publisher',
    'book',
    'company',
    ['{s} was published by {o}', '{o} printed {s}', '{s} was brought to the shops by {o}'],
    ['the publisher of {}', 'the company that printed {}'],
    ['Which company published {}?', 'Which company printed {}?'],
  ),
]

/** Two hops asked as one: the question does not name the place in between. */
export const SHORT_CUTS: readonly { readonly chain: readonly [string, string]; readonly asked: string }[] = [
  { chain: ['birthplace', 'country'], asked: 'In which country was {} born?' },
  { chain: ['headquarters', 'country'], asked: 'In which country is {} based?' },
  { chain: ['mouth', 'country'], asked: 'In which country does {} meet the sea?' },
]

/** Sentences that mention a name of the same kind and answer nothing. */
export const CONFUSIONS: readonly string[] = [
  '{s} is often mistaken for {o}',
  '{s} has nothing to do with {o}',
  '{s} is not to be confused with {o}',
]

const byName = new Map(RELATIONS.map((relation) => [relation.name, relation]))

/** @throws RangeError for a name that is not in the table. */
export function relationNamed(name: string): Relation {
  const found = byName.get(name)
  if (found === undefined) throw new RangeError(`no relation "${name}"`)
  return found
}
