// The store of imported task files on disk.
export { type GameParsers, type ImportOptions, type ImportReport, importAlfworld } from './import-alfworld.ts'
export { gigpoHome, openStore, type Store } from './open-store.ts'
export type { StoreSource } from './split-store.ts'
export type { SharedTexts, StoredGame } from './stored-game.ts'
export type {
  HumanByAsin,
  StoredExtras,
  WebshopImportOptions,
  WebshopParts,
  WebshopProgress,
} from './webshop/import-options.ts'
export { importWebshop, type WebshopImportReport } from './webshop/import-webshop.ts'
export { listWebshopStores, readManifest as readWebshopManifest, type WebshopManifest } from './webshop/manifest.ts'
export { type OpenWebshopOptions, openWebshopStore, type WebshopStore } from './webshop/open-webshop-store.ts'
export type { StoredProducts } from './webshop/product-source.ts'
export type { StoredInstruction, StoredProduct } from './webshop/stored-product.ts'
