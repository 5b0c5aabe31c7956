// Drawings of devices, bottles, food and other things.
import { box, type Draw, disc, line, oval, path } from './strokes.ts'

export const thingDrawings: Readonly<Record<string, Draw>> = {
  plant: ({ main, dark, light }) =>
    path('#4e9a5e', 'M60 70C34 66 26 44 30 26c20 4 30 22 30 44z') +
    path('#67b174', 'M60 70c26-4 34-24 32-40-20 2-32 18-32 40z') +
    path('#3f8350', 'M60 68c-8-18-6-36 2-50 8 16 8 34-2 50z') +
    path(main, 'M38 68h44l-6 34H44z') +
    box(dark, 35, 65, 50, 9, 2) +
    line(light, 2, 'M48 80l3 16'),
  candle: ({ main, dark, light }) =>
    oval('#fff2c4', 60, 34, 20, 22) +
    path('#f0a63a', 'M60 18c10 12 8 22 0 24-8-2-10-12 0-24z') +
    line('#4a3a2a', 2.5, 'M60 42v8') +
    box(main, 36, 50, 48, 50, 6) +
    oval(light, 60, 51, 24, 6) +
    box('#ffffff', 44, 66, 32, 20, 2) +
    line(dark, 2.5, 'M50 73h20M53 79h14'),
  phone: ({ main, dark, light }) =>
    box(dark, 34, 12, 52, 96, 10) +
    box(main, 37, 15, 46, 90, 8) +
    box('#eaf1f8', 41, 26, 38, 66, 2) +
    box(light, 45, 31, 14, 14, 4) +
    box(main, 62, 31, 13, 14, 4) +
    box(dark, 45, 50, 14, 14, 4) +
    box(light, 62, 50, 13, 14, 4) +
    disc(light, 60, 99, 3.5),
  tablet: ({ main, dark, light }) =>
    box(dark, 14, 26, 92, 68, 8) +
    box('#eaf1f8', 22, 32, 76, 56, 2) +
    path(light, 'M22 88V66l20-16 18 16 12-10 26 22v10z') +
    disc(main, 80, 46, 7),
  screen: ({ main, dark, light, line: ink }) =>
    box(ink, 10, 22, 100, 62, 4) +
    box(main, 14, 26, 92, 54) +
    path(light, 'M14 80V60l26-20 24 22 16-12 26 22v8z') +
    disc('#ffffff', 84, 40, 7) +
    path(dark, 'M52 84h16l4 12H48z') +
    box(ink, 36, 95, 48, 5),
  camera: ({ main, dark, light, line: ink }) =>
    path(dark, 'M42 34l6-10h24l6 10z') +
    box(main, 14, 34, 92, 58, 8) +
    box(dark, 14, 48, 92, 30) +
    disc(ink, 60, 63, 23) +
    disc(light, 60, 63, 17) +
    disc(ink, 60, 63, 10) +
    disc('#ffffff', 55, 58, 4) +
    box(light, 86, 39, 12, 6),
  headphones: ({ main, dark, light }) =>
    line(dark, 8, 'M24 70C18 12 102 12 96 70') +
    box(main, 14, 62, 22, 36, 9) +
    box(main, 84, 62, 22, 36, 9) +
    box(light, 30, 66, 8, 28, 4) +
    box(light, 82, 66, 8, 28, 4),
  speaker: ({ main, dark, light, line: ink }) =>
    box(main, 30, 12, 60, 96, 8) +
    disc(ink, 60, 70, 23) +
    disc(dark, 60, 70, 18) +
    disc(light, 60, 70, 7) +
    disc(ink, 60, 32, 11) +
    disc(light, 60, 32, 5),
  receiver: ({ main, dark, light, line: ink }) =>
    box(main, 8, 40, 104, 44, 4) +
    box(ink, 16, 48, 46, 16) +
    line(light, 2.5, 'M21 56h8M33 56h12M50 56h6') +
    disc(dark, 92, 62, 13) +
    line('#ffffff', 3, 'M92 62V52') +
    disc(light, 70, 54, 3) +
    disc(light, 70, 70, 3) +
    line(dark, 3, 'M18 74h42') +
    box(ink, 18, 84, 12, 6) +
    box(ink, 90, 84, 12, 6),
  cable: ({ main, dark, light, line: ink }) =>
    line(main, 7, 'M40 40C6 62 34 104 60 84S74 30 92 62') +
    path(dark, 'M30 24l20 8-8 20-14-8z') +
    box(light, 82, 62, 20, 28, 4) +
    box(ink, 86, 90, 12, 12) +
    path(ink, 'M32 14l18 8-3 9-20-8z'),
  battery: ({ main, dark, light, line: ink }) =>
    box(ink, 50, 14, 20, 10, 3) +
    box(dark, 36, 22, 48, 84, 8) +
    box(main, 36, 50, 48, 56, 8) +
    path('#ffffff', 'M64 40 48 70h11l-4 24 18-32H62z') +
    line(light, 3, 'M43 30v10'),
  gamepad: ({ main, dark, light, line: ink }) =>
    path(main, 'M34 40h52c20 0 26 46 14 52-10 4-16-14-24-14H44c-8 0-14 18-24 14C8 86 14 40 34 40z') +
    line(ink, 7, 'M40 52v18M31 61h18') +
    disc(light, 80, 53, 5) +
    disc(dark, 88, 62, 5) +
    disc(dark, 72, 62, 5) +
    disc(light, 80, 71, 5),
  bottle: ({ main, dark, light }) =>
    box(dark, 50, 12, 20, 18, 3) +
    path(main, 'M52 30h16c0 10 14 10 14 24v44c0 6-4 8-8 8H46c-4 0-8-2-8-8V54c0-14 14-14 14-24z') +
    box('#ffffff', 44, 62, 32, 28, 2) +
    line(dark, 3, 'M50 71h20M50 79h14') +
    line(light, 3, 'M45 50v6'),
  pump: ({ main, dark, light }) =>
    line(dark, 6, 'M60 34V20H40') +
    box(dark, 48, 32, 24, 10, 2) +
    box(main, 36, 42, 48, 64, 9) +
    box('#ffffff', 43, 58, 34, 32, 3) +
    line(dark, 3, 'M49 68h22M49 76h22M49 84h12') +
    line(light, 3, 'M41 50v46'),
  jar: ({ main, dark, light }) =>
    box(dark, 32, 26, 56, 16, 4) +
    path(main, 'M30 44h60c6 6 6 50-2 56H32c-8-6-8-50-2-56z') +
    oval('#ffffff', 60, 72, 22, 17) +
    line(dark, 3, 'M50 69h20M53 77h14') +
    line(light, 4, 'M34 54v32'),
  tube: ({ main, dark, light }) =>
    path(main, 'M34 18h52l-8 66H42z') +
    box(dark, 32, 14, 56, 8, 2) +
    box(dark, 46, 86, 28, 18, 4) +
    line('#ffffff', 4, 'M48 42h24M50 52h20') +
    line(light, 3, 'M42 28l5 46'),
  lipstick: ({ main, dark, light, line: ink }) =>
    path(main, 'M48 46V26l24-10v30z') +
    box(light, 45, 44, 30, 18) +
    box(ink, 40, 60, 40, 44, 4) +
    line(dark, 3, 'M47 68v28') +
    line('#ffffff', 2, 'M54 30v12'),
  brush: ({ main, dark, light, line: ink }) =>
    path(ink, 'M44 50c-6-18 2-30 16-36 14 6 22 18 16 36z') +
    line(light, 2, 'M52 46c-3-12 0-20 8-28M68 46c3-12 0-20-8-28') +
    box(dark, 44, 50, 32, 14, 3) +
    path(main, 'M48 64h24l-5 38c-1 6-13 6-14 0z'),
  toothbrush: ({ main, dark, light }) =>
    line(main, 9, 'M24 96 82 38') +
    path(light, 'M70 22l8-8 26 26-8 8z') +
    line('#ffffff', 3, 'M78 20l20 20M74 24l20 20') +
    line(dark, 4, 'M30 90l18-18') +
    path(dark, 'M74 34l12 12 10 0-22-22z'),
  comb: ({ main, dark }) =>
    box(main, 16, 38, 88, 18, 6) +
    line(dark, 4, 'M22 56v28M31 56v28M40 56v28M49 56v28M58 56v28M67 56v28M76 56v28M85 56v28M94 56v28'),
  palette: ({ main, dark, light, line: ink }) =>
    box(ink, 14, 28, 92, 64, 6) +
    box(main, 20, 34, 24, 24, 3) +
    box(light, 48, 34, 24, 24, 3) +
    box(dark, 76, 34, 24, 24, 3) +
    box(dark, 20, 62, 24, 24, 3) +
    box(main, 48, 62, 24, 24, 3) +
    box('#f3e4dc', 76, 62, 24, 24, 3),
  pouch: ({ main, dark, light }) =>
    path(main, 'M30 22h60l4 78c0 4-68 4-68 0z') +
    box(dark, 29, 16, 62, 10, 2) +
    oval('#ffffff', 60, 58, 24, 18) +
    disc(main, 52, 58, 7) +
    disc(dark, 66, 55, 6) +
    disc(light, 63, 65, 5) +
    line(light, 2.5, 'M34 34l-2 58') +
    line(dark, 3, 'M44 86h32'),
  carton: ({ main, dark, light }) =>
    path(dark, 'M36 40l10-18h28l10 18z') +
    box(light, 46, 12, 28, 12, 2) +
    box(main, 36, 40, 48, 64, 2) +
    path('#ffffff', 'M36 66c14-10 30 10 48 0v20c-18 10-34-10-48 0z'),
  can: ({ main, dark, light }) =>
    box(main, 34, 24, 52, 76, 6) +
    oval(light, 60, 24, 26, 7) +
    oval(dark, 60, 24, 20, 4.5) +
    oval(dark, 60, 99, 26, 6) +
    box('#ffffff', 34, 48, 52, 26) +
    line(main, 4, 'M46 58h28M50 66h20'),
  cup: ({ main, dark, light }) =>
    line(dark, 7, 'M82 54c22-4 20 28-4 26') +
    path(main, 'M28 44h56v34c0 14-10 20-18 20H46c-8 0-18-6-18-20z') +
    oval('#5a3d2b', 56, 45, 26, 6) +
    line(light, 4, 'M44 34c-6-8 6-10 0-18M60 34c-6-8 6-10 0-18'),
  bowl: ({ main, dark, light }) =>
    disc('#e1a24a', 44, 50, 12) +
    disc('#c9643f', 64, 46, 14) +
    disc('#8cae58', 80, 52, 10) +
    path(main, 'M18 54h84c0 28-20 42-42 42S18 82 18 54z') +
    path(dark, 'M42 94h36v7H42z') +
    line(light, 4, 'M30 66c4 12 10 16 16 20'),
  box: ({ main, dark, light }) =>
    path(light, 'M60 18 104 36 60 54 16 36z') +
    path(main, 'M16 36 60 54v52L16 86z') +
    path(dark, 'M104 36 60 54v52l44-20z') +
    path('#ffffff', 'M34 28.500 78 47v14l-8 3V50L27 32z'),
}
