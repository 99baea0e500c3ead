import { names } from './contenders.js';
import type { Measured } from './measure.js';

type Numbers = Omit<Measured, 'name'>;

interface Row extends Numbers {
  readonly what: string;
  readonly target?: string | undefined;
}

/** Lays out what was measured, with the targets and how often bare Node would fit in. */
export function table(measured: readonly Measured[], nodeVersion: string): string {
  const found = new Map(measured.map((one) => [one.name, one]));
  const node = found.get(names.node);
  if (node === undefined) throw new Error('Bare Node was not measured.');
  const lines = [...rows(measured, nodeVersion), ...derived(found, node)].map(({ what, target = '', ...numbers }) =>
    line(what, target, [
      `${numbers.milliseconds.toFixed(1)} ms`,
      times(numbers.milliseconds, node.milliseconds),
      times(numbers.processor, node.processor),
      megabytes(numbers.kilobytes),
      times(numbers.kilobytes, node.kilobytes),
    ]),
  );
  const [get, aws] = [found.get(names.get), found.get(names.aws)];
  const faster =
    get === undefined || aws === undefined
      ? []
      : [
          line('helper get, as fast as aws', '≥ 12 ×', [
            '',
            times(aws.milliseconds, get.milliseconds),
            times(aws.processor, get.processor),
          ]),
        ];
  return [line('', 'target', ['time', '× node', 'processor', 'memory', '× node']), ...lines, ...faster, ''].join('\n');
}

function rows(measured: readonly Measured[], nodeVersion: string): readonly Row[] {
  const targets: Readonly<Record<string, string>> = {
    [names.get]: nodeVersion.startsWith('20.') ? '≤ 1.3 ×' : '≤ 1.5 ×',
    [names.help]: '≤ 1.5 ×',
    [names.prompt]: '≤ 3 ×',
  };
  return measured.map(({ name, ...numbers }) => ({ what: name, target: targets[name], ...numbers }));
}

/** Targets that are about more than one of them. */
function derived(found: ReadonlyMap<string, Measured>, node: Measured): readonly Row[] {
  const [get, store, call, refresh] = [names.get, names.store, names.call, names.refresh].map((name) =>
    found.get(name),
  );
  if (get === undefined || store === undefined || call === undefined || refresh === undefined) return [];
  return [
    { what: 'helper get and store together', target: '≤ 1.5 ×', ...sum([get, store]) },
    { what: 'refresh by AssumeRole without the call', target: '≤ 4 ×', ...sum([refresh, node], call) },
  ];
}

function sum(added: readonly Numbers[], taken?: Numbers): Numbers {
  const total = (read: (one: Numbers) => number | undefined): number | undefined => {
    const values = [...added.map(read), ...(taken === undefined ? [] : [negative(read(taken))])];
    return values.reduce((all, one) => (all === undefined || one === undefined ? undefined : all + one), 0);
  };
  return {
    milliseconds: total(({ milliseconds }) => milliseconds) ?? NaN,
    processor: total(({ processor }) => processor),
    kilobytes: undefined,
  };
}

function negative(value: number | undefined): number | undefined {
  return value === undefined ? undefined : -value;
}

function line(what: string, target: string, cells: readonly string[]): string {
  return `${what.padEnd(40)}${target.padEnd(9)}${cells.map((cell) => cell.padStart(11)).join('')}`.trimEnd();
}

function times(value: number | undefined, base: number | undefined): string {
  return value === undefined || base === undefined || base === 0 ? '-' : `${(value / base).toFixed(2)} ×`;
}

function megabytes(kilobytes: number | undefined): string {
  return kilobytes === undefined ? '-' : `${(kilobytes / 1024).toFixed(1)} MB`;
}
