// Drawings of what is worn and what stands in a home.
import { box, type Draw, disc, line, oval, path } from './strokes.ts'

export const homeDrawings: Readonly<Record<string, Draw>> = {
  shirt: ({ main, dark, light, line: ink }) =>
    path(main, 'M42 28 20 40l9 20 9-4v38h44V56l9 4 9-20-22-12c-4 8-32 8-36 0z') +
    path(dark, 'M42 28c4 8 32 8 36 0l-6-2c-4 5-20 5-24 0z') +
    line(light, 2, 'M44 60v28') +
    line(ink, 1.5, 'M38 56v-8M82 56v-8'),
  hoodie: ({ main, dark, line: ink }) =>
    path(main, 'M44 34 24 44l-6 44 12 2 6-28v34h48V62l6 28 12-2-6-44-20-10z') +
    path(dark, 'M44 34c2-14 30-14 32 0-2 14-30 14-32 0z') +
    path(dark, 'M46 74h28l4 14H42z') +
    line(ink, 1.5, 'M55 46v12M65 46v12'),
  dress: ({ main, dark, light }) =>
    path(main, 'M48 24c2 8-4 18-2 30L30 96c18 8 42 8 60 0L74 54c2-12-4-22-2-30l-5-2c-2 8-12 8-14 0z') +
    path(dark, 'M46 54h28l1 5H45z') +
    line(light, 2, 'M50 66 44 94M60 66v30M70 66l6 28'),
  trousers: ({ main, dark, light }) =>
    path(main, 'M40 24h40l6 74H66l-6-50-6 50H34z') +
    box(dark, 39, 22, 42, 8) +
    line(light, 1.8, 'M47 38 43 92M73 38l4 54'),
  shorts: ({ main, dark, light }) =>
    path(main, 'M34 36h52l8 46H66l-6-22-6 22H26z') + box(dark, 33, 32, 54, 9) + line(light, 2, 'M55 41v10M65 41v10'),
  shoe: ({ main, dark, light, line: ink }) =>
    path(main, 'M22 48c6 8 16 6 22-4l6-2c6 18 22 24 40 28 10 2 12 8 12 14H18c-2-12 0-26 4-36z') +
    box(ink, 17, 82, 86, 8, 4) +
    path(dark, 'M82 68c12 2 20 6 20 14H80c-4-6-2-12 2-14z') +
    line(light, 3, 'M50 56l10-5M56 63l10-5M64 69l9-5'),
  boot: ({ main, dark, line: ink, light }) =>
    path(main, 'M36 22h32v38c8 8 26 8 30 26H36z') +
    box(ink, 34, 84, 66, 9, 3) +
    box(dark, 35, 22, 34, 9) +
    line(light, 3, 'M60 44h8M60 53h9M62 62l9 2'),
  heel: ({ main, dark, line: ink }) =>
    path(main, 'M24 42c14 2 22 16 36 26 10 7 30 4 40 16-16 6-40 6-52-6C38 68 32 58 28 56v36h-5c-2-18-4-36 1-50z') +
    path(ink, 'M48 80c14 10 36 10 52 4v4c-18 6-40 4-54-6z') +
    path(dark, 'M24 42c8 1 13 6 18 11-4 4-10 6-14 5z'),
  sandal: ({ main, dark, light, line: ink }) =>
    path(ink, 'M14 80c20-4 30-6 46-2s34 2 46 2c2 8-4 12-14 12H28c-10 0-14-6-14-12z') +
    path(light, 'M14 78c20-6 30-8 46-4s34 2 46 2v5c-20 2-34 1-46-1s-30-1-46 2z') +
    line(main, 9, 'M62 76c8-18 22-22 32-2') +
    line(dark, 7, 'M22 74c2-22 20-26 32 1'),
  sock: ({ main, dark, light }) =>
    path(main, 'M50 20h26v48c0 6-2 10-7 14L48 98c-12 8-26-6-16-16l18-16z') +
    box(dark, 49, 18, 28, 10) +
    line(light, 3, 'M51 40h24M51 48h24') +
    path(dark, 'M33 81c-8 8-2 19 8 19-2-8-4-14-8-19z'),
  underwear: ({ main, dark, light }) =>
    path(main, 'M24 42h72l-2 14c-14 4-22 14-24 26H50c-2-12-10-22-24-26z') +
    box(dark, 23, 38, 74, 8) +
    line(light, 2, 'M34 52c10 6 16 14 19 26M86 52c-10 6-16 14-19 26'),
  bag: ({ main, dark, light, line: ink }) =>
    line(ink, 5, 'M44 48c0-28 32-28 32 0') +
    path(main, 'M26 46h68l6 50H20z') +
    path(dark, 'M22 78h76l2 18H20z') +
    box(light, 54, 58, 12, 9, 2),
  ring: ({ main, dark, light }) =>
    `<circle fill="none" stroke="${main}" stroke-width="9" cx="60" cy="72" r="25"/>` +
    path(light, 'M44 30h32l8 10-24 22-24-22z') +
    path(dark, 'M36 40h48L60 62z'),
  watch: ({ main, dark, light, line: ink }) =>
    box(dark, 48, 14, 24, 92, 6) +
    disc(ink, 60, 60, 29) +
    disc(main, 60, 60, 25) +
    disc(light, 60, 60, 20) +
    line(ink, 3, 'M60 60V46M60 60l10 6'),
  sofa: ({ main, dark, light, line: ink }) =>
    box(dark, 20, 38, 80, 34, 9) +
    box(main, 12, 52, 20, 36, 8) +
    box(main, 88, 52, 20, 36, 8) +
    box(light, 31, 60, 28, 17, 5) +
    box(light, 61, 60, 28, 17, 5) +
    box(main, 28, 74, 64, 14, 3) +
    line(ink, 5, 'M24 89v7M96 89v7'),
  chair: ({ main, dark, light, line: ink }) =>
    box(main, 38, 18, 44, 42, 10) +
    box(light, 45, 25, 30, 28, 6) +
    box(dark, 32, 60, 56, 12, 6) +
    line(ink, 4, 'M40 72l-6 30M80 72l6 30M60 72v18'),
  stool: ({ main, dark, line: ink }) =>
    oval(main, 60, 38, 27, 9) +
    path(dark, 'M33 38c0 14 54 14 54 0v6c0 12-54 12-54 0z') +
    line(ink, 4, 'M42 50l-8 50M78 50l8 50M38 78h44'),
  bed: ({ main, dark, light, line: ink }) =>
    box(dark, 14, 28, 92, 46, 6) +
    box('#ffffff', 24, 46, 32, 16, 6) +
    box('#ffffff', 64, 46, 32, 16, 6) +
    box(light, 12, 58, 96, 12, 5) +
    box(main, 12, 64, 96, 24, 4) +
    line(ink, 5, 'M18 90v8M102 90v8'),
  pillow: ({ main, dark, light }) =>
    path(main, 'M22 30c26 6 50 6 76 0 6 20 6 40 0 60-26-6-50-6-76 0-6-20-6-40 0-60z') +
    path(light, 'M36 44c16 3 32 3 48 0 3 11 3 21 0 32-16-3-32-3-48 0-3-11-3-21 0-32z') +
    line(dark, 2.5, 'M50 52l20 16M70 52 50 68'),
  blanket: ({ main, dark, light }) =>
    path(main, 'M22 34h66c8 0 10 6 10 12v50H32V46c0-6-4-12-10-12z') +
    path(dark, 'M22 34c-10 2-10 14 0 14h10c0-6-2-14-10-14z') +
    line(light, 3, 'M42 56h46M42 66h46M42 76h46') +
    line(dark, 3, 'M38 96v7M50 96v7M62 96v7M74 96v7M86 96v7'),
  table: ({ main, dark, light, line: ink }) =>
    box(main, 12, 44, 96, 11, 3) +
    box(dark, 20, 55, 80, 10) +
    box(light, 50, 58, 20, 4) +
    line(ink, 6, 'M24 66v34M96 66v34'),
  cabinet: ({ main, dark, light, line: ink }) =>
    box(main, 24, 20, 72, 76, 4) +
    box(dark, 29, 26, 30, 64) +
    box(dark, 61, 26, 30, 64) +
    box(light, 33, 32, 22, 24) +
    box(light, 65, 32, 22, 24) +
    line(ink, 3, 'M56 62v10M64 62v10') +
    line(ink, 6, 'M32 97v5M88 97v5'),
  shelves: ({ main, dark, light, line: ink }) =>
    box(main, 26, 14, 68, 92, 3) +
    box(dark, 32, 20, 56, 22) +
    box(dark, 32, 48, 56, 22) +
    box(dark, 32, 76, 56, 22) +
    box(light, 36, 24, 7, 18) +
    box('#ffffff', 45, 28, 6, 14) +
    box(ink, 53, 22, 6, 20) +
    box(light, 66, 54, 16, 16, 8) +
    box('#ffffff', 38, 84, 22, 5) +
    box(light, 38, 90, 26, 5),
  lamp: ({ main, dark, light, line: ink }) =>
    oval('#fff4c9', 60, 52, 44, 34) +
    line(ink, 4, 'M60 56v38') +
    path(main, 'M44 22h32l14 36H30z') +
    line(light, 3, 'M50 28 42 52') +
    oval(dark, 60, 97, 22, 6),
  mirror: ({ main, dark, light }) =>
    oval(main, 60, 58, 37, 45) +
    oval(dark, 60, 58, 32, 40) +
    oval('#dcebf2', 60, 58, 29, 37) +
    line('#ffffff', 5, 'M42 60 62 30M48 72 74 34') +
    line(light, 3, 'M34 102h52'),
  frame: ({ main, dark, light }) =>
    box(dark, 18, 22, 84, 76, 3) +
    box('#ffffff', 24, 28, 72, 64) +
    box(light, 31, 35, 58, 50) +
    path(main, 'M31 85V70l16-16 14 14 10-8 18 16v9z') +
    disc('#ffffff', 76, 48, 6),
  curtain: ({ main, dark, light, line: ink }) =>
    box('#dcebf2', 28, 26, 64, 70) +
    path(main, 'M22 22h34c2 30-14 50-14 78H22z') +
    path(main, 'M98 22H64c-2 30 14 50 14 78h20z') +
    line(dark, 2.5, 'M32 26c0 30-2 50-2 72M44 26c0 26-8 50-8 72M88 26c0 30 2 50 2 72M76 26c0 26 8 50 8 72') +
    box(ink, 14, 18, 92, 5, 2) +
    disc(light, 14, 20, 4) +
    disc(light, 106, 20, 4),
}
