// A part of a big catalogue's index: the documents of some products in catalogue order. It has the form of an index, but its
// documents are numbered as they came; `mergeSegments` numbers them by asin. A caller stores segments and goes on after an
// interruption with those it has.
import { analyze } from './analyzer.ts'
import { lengthToByte } from './bm25.ts'
import { IndexWriter, WordWriter } from './index-writer.ts'
import { compareBytes, type SearchIndex } from './search-index.ts'

/** The segment of these search documents, as bytes. */
export function buildSegment(documents: Iterable<string>): Uint8Array {
  return new Uint8Array(indexInOrder(documents).buffer)
}

function indexInOrder(documents: Iterable<string>): SearchIndex {
  const numbers = new Map<string, number>() // of terms, in order of appearance
  const counts = new WordWriter() // by term: documents with it
  const latest = new WordWriter() // by term: its entry in the latest of them
  const terms = new WordWriter() // by entry, one for each term of each document
  const frequencies = new WordWriter()
  const ends = new WordWriter() // by document: end of its entries
  const lengths = new WordWriter()
  let tokens = 0
  for (const text of documents) {
    const start = terms.length
    const words = analyze(text)
    for (const word of words) {
      let term = numbers.get(word)
      if (term === undefined) {
        term = numbers.size
        numbers.set(word, term)
        counts.push(0)
        latest.push(0)
      }
      const entry = latest.words[term]!
      if (counts.words[term]! > 0 && entry >= start) frequencies.words[entry]!++
      else {
        counts.words[term]!++
        latest.words[term] = terms.length
        terms.push(term)
        frequencies.push(1)
      }
    }
    tokens += words.length
    lengths.push(lengthToByte(words.length))
    ends.push(terms.length)
  }

  // Deal the entries out to their terms; walking the documents in order keeps each term's postings ascending.
  const places = new Uint32Array(numbers.size + 1)
  for (let term = 0; term < numbers.size; term++) places[term + 1] = places[term]! + counts.words[term]!
  const next = places.slice()
  const postings = { documents: new Uint32Array(terms.length), frequencies: new Uint32Array(terms.length) }
  for (let document = 0, entry = 0; document < ends.length; document++) {
    for (; entry < ends.words[document]!; entry++) {
      const place = next[terms.words[entry]!]!++
      postings.documents[place] = document
      postings.frequencies[place] = frequencies.words[entry]!
    }
  }

  const writer = new IndexWriter({
    positions: Uint32Array.from({ length: ends.length }, (_, document) => document),
    lengths: Uint8Array.from(lengths.filled()),
    tokens,
  })
  const encoder = new TextEncoder()
  const sorted = Array.from(numbers, ([word, term]) => ({ bytes: encoder.encode(word), term }))
  for (const { bytes, term } of sorted.sort((a, b) => compareBytes(a.bytes, b.bytes))) {
    const [from, to] = [places[term]!, places[term + 1]!]
    writer.add(bytes, postings.documents.subarray(from, to), postings.frequencies.subarray(from, to), to - from)
  }
  return writer.finish()
}
