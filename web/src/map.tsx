import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Cluster } from './api.js';
import { go, toCluster, toPage } from './route.js';
import { plural } from './words.js';

interface Point {
  id: string;
  x: number;
  y: number;
  cluster_id: number | null;
}
export interface MapJson {
  points: Point[];
}

interface Placed extends Point {
  left: number;
  top: number;
}

/** Hues far apart for ids that follow each other. */
const GOLDEN_ANGLE = 137.508;
const colourOf = (cluster: number | null) =>
  cluster === null ? 'gray' : `hsl(${(cluster * GOLDEN_ANGLE) % 360} 55% 50%)`;
const RADIUS = 3.5;
const MARGIN = 10;
/** A click further away from every point means none. */
const REACH = 14;

/** The pages as points, coloured by group; the list beside it reaches all of them without a pointer. */
export function PageMap({
  points,
  clusters,
}: {
  points: readonly Point[];
  clusters: readonly Cluster[];
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const placed = useRef<readonly Placed[]>([]);
  const over = useSignal<Placed | null>(null);
  const titles = useMemo(
    () => new Map(clusters.map(({ cluster_id, title }) => [cluster_id, title])),
    [clusters],
  );
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const drawn = () => (placed.current = draw(element, points));
    const watch = new ResizeObserver(drawn);
    watch.observe(element);
    return () => watch.disconnect();
  }, [points]);
  const near = ({ offsetX, offsetY }: MouseEvent) => nearest(placed.current, offsetX, offsetY);
  const title = over.value && titles.get(over.value.cluster_id ?? -1);
  return (
    <figure class="map">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Map of ${plural(points.length, 'page')} in ${plural(clusters.length, 'group')}: the list below holds all of them.`}
        onMouseMove={(event) => (over.value = near(event))}
        onMouseLeave={() => (over.value = null)}
        onClick={(event) => {
          const point = near(event);
          if (point) go(toPage(point.id));
        }}
      />
      <figcaption class="aside">
        {over.value
          ? `${over.value.id}${title ? ` · ${title}` : ''}`
          : 'Each point is a page; pages that speak of like things lie together.'}
      </figcaption>
      <details>
        <summary>The same as a list</summary>
        <ul class="legend">
          {clusters.map(({ cluster_id, title, pages }) => (
            <li key={cluster_id}>
              <Dot colour={colourOf(cluster_id)} />
              <a href={toCluster(cluster_id)}>{title}</a>{' '}
              <span class="figure">{plural(pages, 'page')}</span>
            </li>
          ))}
        </ul>
      </details>
    </figure>
  );
}

function Dot({ colour }: { colour: string }): JSX.Element {
  const at = useRef<HTMLSpanElement>(null);
  useEffect(() => at.current?.style.setProperty('--dot', colour), [colour]);
  return <span class="dot" ref={at} aria-hidden="true" />;
}

function draw(canvas: HTMLCanvasElement, points: readonly Point[]): Placed[] {
  const { clientWidth: width, clientHeight: height } = canvas;
  const density = window.devicePixelRatio;
  canvas.width = width * density;
  canvas.height = height * density;
  const context = canvas.getContext('2d')!;
  context.scale(density, density);
  context.globalAlpha = 0.75;
  const placed = within(points, width, height);
  for (const { left, top, cluster_id } of placed) {
    context.fillStyle = colourOf(cluster_id);
    context.beginPath();
    context.arc(left, top, RADIUS, 0, 2 * Math.PI);
    context.fill();
  }
  return placed;
}

/** Stretched to the canvas, whatever the figures are. */
function within(points: readonly Point[], width: number, height: number): Placed[] {
  const [lowX, highX] = bounds(points.map(({ x }) => x));
  const [lowY, highY] = bounds(points.map(({ y }) => y));
  return points.map((point) => ({
    ...point,
    left: MARGIN + ((point.x - lowX) / (highX - lowX || 1)) * (width - 2 * MARGIN),
    top: MARGIN + ((highY - point.y) / (highY - lowY || 1)) * (height - 2 * MARGIN),
  }));
}

function bounds(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function nearest(placed: readonly Placed[], x: number, y: number): Placed | null {
  let [best, reach] = [null as Placed | null, REACH];
  for (const point of placed) {
    const distance = Math.hypot(point.left - x, point.top - y);
    if (distance < reach) [best, reach] = [point, distance];
  }
  return best;
}
