// Starts the pages on the source that is there: an exported site carries its data, otherwise the server is asked.
import { mount } from 'svelte'
import App from './app.svelte'
import { openSource } from './source/open-source.ts'
import './styles/theme.css'
import './styles/base.css'
import './styles/print.css'

mount(App, { target: document.getElementById('app')!, props: { source: openSource() } })
