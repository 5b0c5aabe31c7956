// Weight in a thread's heap. V8 collects garbage whenever the arrays that onnxruntime returns add up to a part of the heap's
// own size, and marks on other threads meanwhile. A worker's heap has a few MB, so that was at every second round of samples,
// and because all cores are busy it took as long as sampling itself. Numbers in an array are weight that costs the collector
// nothing.

const BYTES = 2 ** 25

/** 32 MB, until it is released. */
export function takeBallast(): { release(): void } {
  const held = [new Array<number>(BYTES / Float64Array.BYTES_PER_ELEMENT).fill(0.5)]
  return {
    release: () => {
      held.length = 0
    },
  }
}
