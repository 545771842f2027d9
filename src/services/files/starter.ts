import type { TemplateFile } from '../../model/files.js';
import type { ServiceContext } from '../../model/service.js';

export function starterFiles(_part: 'backend' | 'frontend', _folder: string, _context: Pick<ServiceContext, 'stack'>): readonly TemplateFile[] {
  return [];
}
