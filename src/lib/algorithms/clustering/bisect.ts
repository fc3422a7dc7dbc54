import { squaredDistance } from '../vectors/dot.js';
import { rowOf } from '../vectors/matrix.js';
import type { Matrix } from '../vectors/matrix.js';
import { Partition } from './partition.js';
import { Settler, unbound } from './settle.js';
import type { Effort } from './settle.js';

/**
 * Two clusters out of one (n × d), from its two ends: the point farthest from the mean, and the one farthest
 * from that.
 * @returns n labels 0 and 1, and how far the inertia falls; null when all points are the same.
 */
export function bisect(
  points: Matrix,
  effort: Effort,
): { labels: Int32Array; gain: number } | null {
  const whole = new Partition(points, new Int32Array(points.rows), 1);
  const apart = (a: number, b: number) => squaredDistance(rowOf(points, a), rowOf(points, b));
  const one = farthest(points.rows, (point) => whole.distance(point, 0));
  const other = farthest(points.rows, (point) => apart(point, Math.max(0, one)));
  if (one === -1 || other === -1) return null;
  const ends = Int32Array.from({ length: points.rows }, (_, point) =>
    apart(point, other) < apart(point, one) ? 1 : 0,
  );
  effort.left -= 4 * points.data.length;
  const halves = new Partition(points, ends, 2);
  new Settler(halves, unbound(points.rows), effort).moveFree();
  return { labels: halves.labels, gain: whole.inertia() - halves.inertia() };
}

/** The first of those that are farthest; −1 when all are at 0. */
function farthest(count: number, distance: (point: number) => number): number {
  let far = -1;
  let most = 0;
  for (let point = 0; point < count; point++) {
    const d = distance(point);
    if (d > most) [far, most] = [point, d];
  }
  return far;
}
