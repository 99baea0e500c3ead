// ESLint 10 reads only flat config; this hands it our .eslintrc.json unchanged.
import { FlatCompat } from '@eslint/eslintrc';
import js from '@eslint/js';
import legacy from './.eslintrc.json' with { type: 'json' };

const compat = new FlatCompat({ baseDirectory: import.meta.dirname, recommendedConfig: js.configs.recommended });
export default compat.config(legacy);
