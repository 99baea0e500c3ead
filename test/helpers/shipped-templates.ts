import { resolve } from 'node:path';
import { openTemplates } from '../../src/system/templates.js';

const folder = resolve(import.meta.dirname, '..', '..', 'templates');

/** The templates as they stand in the checkout. */
export const shippedTemplates = openTemplates({
  facts: () => Promise.resolve({ folder, templates: folder, node: '', temporaryFolders: [], inSystemFolder: false }),
});
