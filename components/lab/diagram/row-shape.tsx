import { memo } from 'react';
import { rowKey, rowSentence, rowText } from '#components/lab/diagram/row-text.ts';
import type { Lane } from '#components/lab/diagram/sequence-diagram.tsx';
import { lookOf } from '#components/lab/model/lanes.ts';
import { timeText } from '#components/lab/model/time-text.ts';
import type { DiagramMark, PlacedRow } from '#lib/lab/sequence-diagram/layout.ts';

/** A segment falls by so much on its way. */
const slope = 14;
/** Where a lost segment ends, as a share of its way. */
const lostAt = 0.62;

/** Pixels of a sign of `text-xs` in the mono type. */
const signWidth = 7.2;
/** The same of the smaller type of segments. */
const segmentSignWidth = 6.6;
/** The time is to the left of it. */
const gutter = 74;

/** Where words that would begin at `x` begin so that they are between the time and the edge, from the left if they are too long. */
function inside(x: number, text: string, width: number): number {
  return Math.max(gutter, Math.min(x, width - 4 - text.length * signWidth));
}

/** Cut where it is longer than the diagram is wide; all of it is among the fields. */
function fitting(text: string, width: number): string {
  const most = Math.floor((width - 4 - gutter) / signWidth);
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

interface RowShape {
  placed: PlacedRow;
  lanes: readonly Lane[];
  width: number;
  /** Of a row. */
  height: number;
  id: string;
  isSelected: boolean;
  onSelect: (key: string) => void;
  onPoint: (key: string | null) => void;
}

/** A new layout places every row again, most of them where they were. */
function isSame({ placed, ...rest }: RowShape, { placed: before, ...restBefore }: RowShape): boolean {
  return (
    placed.row === before.row &&
    placed.merged?.return === before.merged?.return &&
    placed.y === before.y &&
    placed.gapMicros === before.gapMicros &&
    placed.isBroken === before.isBroken &&
    rest.lanes === restBefore.lanes &&
    rest.width === restBefore.width &&
    rest.height === restBefore.height &&
    rest.id === restBefore.id &&
    rest.isSelected === restBefore.isSelected &&
    rest.onSelect === restBefore.onSelect &&
    rest.onPoint === restBefore.onPoint
  );
}

/** One row of the diagram: what happened, and how much later than what is above it. */
export const DiagramRowShape = memo(function DiagramRowShape({
  placed,
  lanes,
  width,
  height,
  id,
  isSelected,
  onSelect,
  onPoint,
}: RowShape) {
  const { row, y, gapMicros, isBroken } = placed;
  const key = rowKey(placed);
  return (
    <g
      id={id}
      role="option"
      aria-selected={isSelected}
      aria-label={rowSentence(placed)}
      transform={`translate(0 ${String(y)})`}
      className="cursor-pointer"
      onClick={() => onSelect(key)}
      onPointerEnter={() => onPoint(key)}
      onPointerLeave={() => onPoint(null)}
    >
      <rect
        width={width}
        height={height}
        className={isSelected ? 'fill-sunk stroke-edge' : 'fill-transparent hover:fill-sunk'}
      />
      {gapMicros !== null && (
        <text x={66} y={height / 2 + 3} textAnchor="end" className="fill-soft text-[0.6875rem] tabular-nums">
          +{timeText(Math.max(0, gapMicros))}
        </text>
      )}
      {isBroken && <path d={`M58 -8 l4 -3 l4 6 l4 -3`} className="fill-none stroke-edge" />}
      <Mark
        mark={row.mark}
        text={fitting(rowText(placed), width)}
        isError={isError(placed)}
        lanes={lanes}
        height={height}
        width={width}
      />
    </g>
  );
}, isSame);

function isError({ row, merged }: PlacedRow): boolean {
  const mark = merged?.return.mark ?? row.mark;
  return mark.kind === 'return' && mark.result?.ok === false;
}

function Mark({
  mark,
  text,
  isError: failed,
  lanes,
  height,
  width,
}: {
  mark: DiagramMark;
  text: string;
  isError: boolean;
  lanes: readonly Lane[];
  height: number;
  width: number;
}) {
  if (mark.kind === 'break')
    return (
      <>
        <path
          d={`M80 ${String(height / 2)} H${String(width - 8)}`}
          className="stroke-edge"
          strokeDasharray="2 4"
        />
        <text
          x={(80 + width) / 2}
          y={height / 2 - 4}
          textAnchor="middle"
          className="fill-soft text-[0.6875rem]"
        >
          {text}
        </text>
      </>
    );
  if (mark.kind === 'segment')
    return <SegmentShape mark={mark} text={text} lanes={lanes} height={height} width={width} />;
  const lane = lanes.find(({ id }) => id === mark.lane);
  if (!lane) return null;
  const left = lane.side === 'right' ? lane.x + 12 : lane.x - 12 - text.length * signWidth;
  return (
    <text
      x={inside(left, text, width)}
      y={height / 2 + 4}
      className={`on-lines font-mono text-xs ${colour(mark, failed)}`}
    >
      {text}
    </text>
  );
}

function colour(mark: Exclude<DiagramMark, { kind: 'break' | 'segment' }>, failed: boolean): string {
  if (failed) return 'fill-bad';
  switch (mark.kind) {
    case 'state':
      return mark.state === 'ESTABLISHED' ? 'fill-good' : 'fill-soft';
    case 'loss':
      return 'fill-bad';
    case 'return':
      // A call that never returned is neither good nor bad.
      return mark.result === null ? 'fill-soft' : 'fill-good';
    case 'unreferenced':
    case 'exit':
      return 'fill-soft';
    case 'call':
      return lookOf(mark.lane).fill;
    default:
      return mark satisfies never;
  }
}

function SegmentShape({
  mark,
  text,
  lanes,
  height,
  width,
}: {
  mark: Extract<DiagramMark, { kind: 'segment' }>;
  text: string;
  lanes: readonly Lane[];
  height: number;
  width: number;
}) {
  const from = lanes.find(({ id }) => id === mark.from);
  const to = lanes.find(({ id }) => id === mark.to);
  if (!from || !to) return null;
  const { lost, retransmission } = mark.segment;
  const { fill, stroke } = lookOf(mark.from);
  const top = (height - slope) / 2 + 3;
  if (from === to)
    return (
      <text
        x={inside(from.x + 12, `↺ ${text}`, width)}
        y={height / 2 + 4}
        className={`on-lines font-mono text-xs ${fill}`}
      >
        ↺ {text}
      </text>
    );
  const towards = Math.sign(to.x - from.x);
  const start = { x: from.x + towards * 6, y: top };
  const share = lost ? lostAt : 1;
  const end = { x: start.x + (to.x - towards * 6 - start.x) * share, y: top + slope * share };
  const middle = (start.x + end.x) / 2;
  const textWidth = text.length * segmentSignWidth;
  // Next to a steep line there is room only above all of it.
  const above = textWidth > 0.6 * Math.abs(end.x - start.x) ? start.y - 4 : (start.y + end.y) / 2 - 5;
  const tilt = (Math.atan2(end.y - start.y, end.x - start.x) * 180) / Math.PI;
  return (
    <>
      <path
        d={`M${String(start.x)} ${String(start.y)} L${String(end.x)} ${String(end.y)}`}
        className={stroke}
        strokeWidth="1.75"
        strokeDasharray={retransmission ? '6 4' : undefined}
      />
      {lost ? (
        <>
          <path
            d={`M${String(end.x - 5)} ${String(end.y - 5)} l10 10 m0 -10 l-10 10`}
            className="stroke-bad"
            strokeWidth="2.25"
          />
          <text
            x={end.x + towards * 10}
            y={end.y + 4}
            textAnchor={towards > 0 ? 'start' : 'end'}
            className="on-lines fill-bad font-mono text-xs"
          >
            lost
          </text>
        </>
      ) : (
        <path
          d="M0 0 L-9 -4 L-9 4 Z"
          className={fill}
          transform={`translate(${String(end.x)} ${String(end.y)}) rotate(${String(tilt)})`}
        />
      )}
      <text
        x={inside(middle - textWidth / 2, text, width)}
        y={above}
        className={`on-lines font-mono text-[0.6875rem] ${fill}`}
      >
        {text}
      </text>
    </>
  );
}
