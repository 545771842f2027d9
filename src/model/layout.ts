import { below, ROOT } from './folder.js';

/** How the code of the backend lies in its folder; all paths start there. */
export interface Layout {
  /** The folder of the code: `src`, `src/shop`, or `.` for modules beside the manifest. */
  readonly package: string;
  /** The folder from which modules are imported. */
  readonly pythonPath: string;
  /** What the image holds beside it. */
  readonly include: readonly string[];
}

/** What the image gets of the folder. */
export function copied({ package: folder, include }: Omit<Layout, 'pythonPath'>): readonly string[] {
  return folder === ROOT ? [ROOT] : [folder, ...include];
}

/** Whether the code brings a path of the folder. */
export function contains({ package: folder, include }: Layout, path: string): boolean {
  return copied({ package: folder, include }).some((one) => one === ROOT || `${path}/`.startsWith(`${one}/`));
}

/** Whether the image holds a module: `shop.main:app` is in `src/shop` where modules are imported from `src`. */
export function holds(layout: Layout, module: string): boolean {
  const place = below(layout.pythonPath, (module.split(':')[0] ?? '').replaceAll('.', '/'));
  return copied(layout).some((path) => path === ROOT || `${place}/`.startsWith(`${path.replace(/\.py$/, '')}/`));
}

/** A module of the code as it is imported: `main` is `src.main`, or `shop.main` in `src/shop` below `src`. */
export function importedAs({ package: folder, pythonPath }: Layout, module: string): string {
  const inside = folder === pythonPath ? '' : pythonPath === ROOT ? folder : folder.replace(`${pythonPath}/`, '');
  return below(inside === '' ? ROOT : inside, module).replaceAll('/', '.');
}

interface Application extends Layout {
  readonly module: string;
  readonly factory: boolean;
  readonly starter: boolean;
}

/** Who names another application has one, and the starter would stand beside it. */
export function hasStarter({ package: folder, pythonPath, module, factory, starter }: Application): boolean {
  return starter && pythonPath === ROOT && !factory && module === `${folder}.main:app`;
}
