// What the store needs to know about WebShop: the environment's readers of official files and its search index.
import {
  buildSegment,
  canonicalProduct,
  documentText,
  mergeSegments,
  parseHumanInstructions,
  parseOfficialExtras,
  parseOfficialProduct,
} from '@gigpo/envs/webshop'
import type { WebshopParts } from '@gigpo/trainer'

export const webshopParts: WebshopParts = {
  parseProduct: parseOfficialProduct,
  parseExtras: parseOfficialExtras,
  parseHuman: parseHumanInstructions,
  canonicalProduct,
  documentText,
  buildSegment,
  mergeSegments,
}
