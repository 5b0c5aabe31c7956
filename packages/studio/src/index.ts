// The studio: a server that reads run directories, pages that show them, and the pure models behind their numbers.
export type * from './api/contract.ts'
export { type ExportedSite, type ExportSiteOptions, exportSite } from './server/export/export-site.ts'
export { changeNotes, type NoteChanges, type Notes } from './server/run/notes.ts'
export { type ServeStudioOptions, type StudioServer, serveStudio } from './server/serve-studio.ts'
export { openStudio, type Studio } from './server/studio.ts'
