// The studio: a server that reads run directories, pages that show them, and the pure models behind their numbers.
export type * from './api/contract.ts'
