// Every page of the studio. A page is a folder below pages/ and a line here; the shell does the rest.
import type { Component } from 'svelte'
import type { StudioSource } from '../api/contract.ts'
import ComparePage from './pages/compare/compare-page.svelte'
import CreditPage from './pages/credit/credit-page.svelte'
import EpisodePage from './pages/episode/episode-page.svelte'
import EpisodesPage from './pages/episodes/episodes-page.svelte'
import GraphPage from './pages/graph/graph-page.svelte'
import GroupPage from './pages/group/group-page.svelte'
import RoadmapPage from './pages/roadmap/roadmap-page.svelte'
import RunPage from './pages/run/run-page.svelte'
import RunsPage from './pages/runs/runs-page.svelte'
import ValuePage from './pages/value/value-page.svelte'
import type { Go, Route } from './router.svelte.ts'

export interface PageProps {
  readonly source: StudioSource
  readonly route: Route
  readonly go: Go
}

export interface PageEntry {
  /** First part of the address. */
  readonly name: string
  /** In the navigation and the window's title. */
  readonly title: string
  /**
   * Where the shell links to it: `folder` beside Runs; `run` in the second row, as `#/<name>/<run>`, on every page about a run;
   * `none` where only other pages do.
   */
  readonly link: 'folder' | 'run' | 'none'
  /** The page of the navigation that a page without a link of its own belongs to. */
  readonly under?: string
  readonly component: Component<PageProps>
}

export const pages: readonly PageEntry[] = [
  { name: 'runs', title: 'Runs', link: 'folder', component: RunsPage },
  { name: 'compare', title: 'Compare', link: 'folder', component: ComparePage },
  { name: 'run', title: 'Run', link: 'run', component: RunPage },
  { name: 'episodes', title: 'Episodes', link: 'run', component: EpisodesPage },
  { name: 'episode', title: 'Episode', link: 'none', under: 'episodes', component: EpisodePage },
  { name: 'group', title: 'Groups', link: 'run', component: GroupPage },
  { name: 'graph', title: 'Anchor graph', link: 'none', under: 'group', component: GraphPage },
  { name: 'credit', title: 'Equations', link: 'none', under: 'group', component: CreditPage },
  { name: 'value', title: 'Value', link: 'folder', component: ValuePage },
  { name: 'roadmap', title: 'Roadmap', link: 'folder', component: RoadmapPage },
]
