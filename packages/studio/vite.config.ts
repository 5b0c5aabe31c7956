// Bundles the pages into dist/client: one classic script, one stylesheet and a page that names both by relative address. So the
// same three files work behind the server's content security policy and, as an exported site, opened from a folder.
import { fileURLToPath } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type UserConfig } from 'vite'

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const config: UserConfig = defineConfig({
  root: at('.'),
  base: './',
  publicDir: at('src/client/public'),
  logLevel: 'warn',
  resolve: { conditions: ['gigpo-source', 'browser', 'module', 'production'] },
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true } })],
  build: {
    outDir: at('dist/client'),
    emptyOutDir: true,
    // The first versions that know light-dark().
    target: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: false,
    cssCodeSplit: false,
    rolldownOptions: {
      input: at('src/client/main.ts'),
      output: { format: 'iife', entryFileNames: 'app.js', assetFileNames: 'app[extname]' },
    },
  },
})

export default config
